import type { Preview } from "../decide/preview.ts";
import type { GitDoor } from "../git/run-git.ts";
import { openGitPort } from "../sync/git-port.ts";
import { failedPreview, previewLook } from "../sync/preview.ts";
import { findPlace } from "./find-place.ts";
import type { TrackedRepository } from "./tracked-repository.ts";

/** Says what a look at a tracked repository would do. Takes no lock, for it changes nothing. */
export async function previewAt(
  door: GitDoor,
  tracked: TrackedRepository,
  signal: AbortSignal,
  alpha?: boolean,
): Promise<Preview> {
  const found = await findPlace(door, tracked);
  if (found.kind === "failed") return failedPreview(null, found.failure);
  const port = openGitPort(door, found.place, signal);
  const { seenRemotes, starting } = tracked;
  // What the start would do is over in a moment; who asks about a mode asks for afterwards.
  const occasion = starting && alpha === undefined ? "start" : "sync";
  return previewLook(port, { seenRemotes, occasion }, alpha);
}
