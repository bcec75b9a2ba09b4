import type { GitFailure } from "../decide/git-failure.ts";
import { nextStep } from "../decide/next-step.ts";
import type { LookResult } from "../decide/repository-status.ts";
import type { GitDoor } from "../git/run-git.ts";
import { openGitPort } from "../sync/git-port.ts";
import { standing } from "../sync/look.ts";
import { observe } from "../sync/observe.ts";
import { findPlace } from "./find-place.ts";
import type { TrackedRepository } from "./tracked-repository.ts";

/** Says where a repository stands by what git remembers, without asking a remote and without acting. */
export async function lookLocally(
  door: GitDoor,
  tracked: TrackedRepository,
): Promise<TrackedRepository> {
  const found = await findPlace(door, tracked);
  if (found.kind === "failed") return failedLocally(tracked, found.failure);
  const { place } = found;
  const port = openGitPort(door, place, new AbortController().signal);
  const { seenRemotes } = tracked;
  const observed = await observe(port, { ask: false, seenRemotes, occasion: "sync" });
  if (observed.kind === "failed") return failedLocally(tracked, observed.failure);
  const step = nextStep(observed.seen);
  const last: LookResult = {
    ...standing(observed.seen),
    ...NOTHING_DONE,
    hold: step.kind === "hold" ? step.why : null,
    // What the last agent could not do is still not done.
    failure: step.kind === "rest" ? null : (tracked.last?.failure ?? null),
  };
  return { ...tracked, loaded: observed.loaded, last };
}

function failedLocally(tracked: TrackedRepository, failure: GitFailure): TrackedRepository {
  return { ...tracked, last: { ...standing(null), ...NOTHING_DONE, hold: null, failure } };
}

const NOTHING_DONE = { inTheWay: [], pushed: 0, pulled: 0, rescued: [], durationMs: 0 } as const;
