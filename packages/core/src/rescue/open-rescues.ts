import { loadSettings } from "../config/load-settings.ts";
import type { Settings } from "../config/settings-schema.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { failed, read } from "../git/ask-git.ts";
import { classify } from "../git/classify.ts";
import { listConfig } from "../git/config-list.ts";
import { locate } from "../git/locate.ts";
import { repositoryOverrides } from "../git/repository-overrides.ts";
import { type GitDoor, openGit } from "../git/run-git.ts";
import type { Reading } from "../sync/port.ts";
import type { RescueTools } from "./rescue-tools.ts";

/** A repository whose rescues can be asked for. */
export interface OpenedRescues {
  readonly tools: RescueTools;
  readonly settings: Settings;
}

/** Opens the rescues of the repository around a folder, whether it is synced or not. */
export async function openRescues(
  door: GitDoor,
  folder: AbsolutePath,
): Promise<Reading<OpenedRescues>> {
  const located = await locate(openGit(door, folder));
  if (located.kind === "failed") return { kind: "failed", failure: classify(located.exit) };
  if (located.kind !== "repository") return failed("missing", `${folder} has no work tree`);
  const { place } = located;
  const listed = await listConfig(openGit(door, place.root));
  if (listed.kind === "failed") return { kind: "failed", failure: classify(listed.exit) };
  const { settings } = loadSettings(listed.entries, door.env);
  const git = openGit(door, place.root, repositoryOverrides(listed.entries));
  return read({ tools: { git, place, limits: { deadlineMs: settings.gitDeadline } }, settings });
}
