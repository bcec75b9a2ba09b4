import type { LoadedSettings } from "../config/load-settings.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import type { HoldReason } from "../decide/hold.ts";
import { nextStep } from "../decide/next-step.ts";
import { type BlockedBy, type Observation, syncState } from "../decide/observation.ts";
import type { LookResult } from "../decide/repository-status.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import type { GitDoor } from "../git/run-git.ts";
import type { OperationLog } from "../store/operation-log.ts";
import { observe, type SeenRemote } from "./observe.ts";
import { runStep } from "./run-step.ts";

/** What a look needs of the world. */
export interface LookTools {
  readonly door: GitDoor;
  readonly operations: OperationLog;
  readonly monotonic: () => number;
}

/** One repository to look at. */
export interface LookRequest {
  readonly place: RepositoryPlace;
  readonly asksRemote: boolean;
  readonly seenRemote: SeenRemote | null;
  readonly signal: AbortSignal;
}

/** How a look ended, and what it learnt. */
export interface LookReport {
  readonly result: LookResult;
  /** `null` when the settings could not be read. */
  readonly loaded: LoadedSettings | null;
  readonly seenRemote: SeenRemote | null;
}

/**
 * No state needs more steps than fetch, fast-forward and push, each once more when the remote
 * moves under us. A look that still is not at rest has met something that keeps moving.
 */
const MOST_STEPS = 8;

/** The counts that a look adds up, and the last thing it saw. */
interface Progress {
  seen: Observation | null;
  loaded: LoadedSettings | null;
  seenRemote: SeenRemote | null;
  pushed: number;
  pulled: number;
}

type Ending = { readonly hold: HoldReason | null; readonly failure: GitFailure | null };

/**
 * Looks at one repository: observe, decide, act, until it rests, must hold, or fails.
 *
 * The caller records the report and holds the repository's lock.
 */
export async function look(tools: LookTools, request: LookRequest): Promise<LookReport> {
  const startedAt = tools.monotonic();
  const progress: Progress = {
    seen: null,
    loaded: null,
    seenRemote: request.seenRemote,
    pushed: 0,
    pulled: 0,
  };
  const ending = await lookUntilRest(tools, request, progress);
  return {
    loaded: progress.loaded,
    seenRemote: progress.seenRemote,
    result: {
      ...standing(progress.seen),
      ...ending,
      pushed: progress.pushed,
      pulled: progress.pulled,
      durationMs: Math.round(tools.monotonic() - startedAt),
    },
  };
}

async function lookUntilRest(
  tools: LookTools,
  request: LookRequest,
  progress: Progress,
): Promise<Ending> {
  let ask = request.asksRemote;
  let blockedBy: BlockedBy | null = null;
  let lastMove: GitFailure = { kind: "moved", detail: "" };
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const observed = await observe(tools.door, {
      place: request.place,
      ask,
      seenRemote: progress.seenRemote,
      blockedBy,
      signal: request.signal,
    });
    if (observed.kind === "failed") return { hold: null, failure: observed.failure };
    progress.seen = observed.seen;
    progress.loaded = observed.loaded;
    progress.seenRemote = remember(observed.seen, progress.seenRemote);

    const step = nextStep(observed.seen);
    if (step.kind === "rest") return { hold: null, failure: null };
    if (step.kind === "hold") return { hold: step.why, failure: null };
    const outcome = await runStep(step, {
      repository: request.place.root,
      git: observed.git,
      operations: tools.operations,
      log: tools.door.log,
      limits: { deadlineMs: observed.loaded.settings.gitDeadline, signal: request.signal },
    });
    switch (outcome.kind) {
      case "done":
        // What the step left behind is known; asking again would cost a round trip.
        ask = false;
        if (step.kind === "push") progress.pushed += step.commits;
        if (step.kind === "fast-forward") progress.pulled += step.commits;
        break;
      case "moved":
        ask = true;
        lastMove = { kind: "moved", detail: outcome.detail };
        break;
      case "blocked":
        ask = false;
        blockedBy = outcome.by;
        break;
      case "failed":
        return { hold: null, failure: outcome.failure };
    }
  }
  return { hold: null, failure: lastMove };
}

/**
 * Keeps the newest commit that was on the remote's branch.
 *
 * While the remote lacks it and we are ahead, it stays: that is how a rewound remote is told
 * from one that never had our commits.
 */
function remember(seen: Observation, before: SeenRemote | null): SeenRemote | null {
  if (seen.head.kind !== "tracking") return before;
  if (seen.remoteRewound) return before;
  const { trackingRef, tip } = seen.head.upstream;
  return before?.ref === trackingRef && before.commit === tip
    ? before
    : { ref: trackingRef, commit: tip };
}

/** Where the branch stands, in the words of the status. */
export function standing(seen: Observation | null) {
  if (seen === null)
    return { branch: null, upstream: null, state: "unknown", ahead: 0, behind: 0 } as const;
  const { head } = seen;
  return {
    branch: head.kind === "detached" ? null : head.branch.replace(/^refs\/heads\//, ""),
    upstream:
      head.kind === "tracking"
        ? `${head.upstream.remote}/${head.upstream.remoteRef.replace(/^refs\/heads\//, "")}`
        : null,
    state: syncState(seen),
    ahead: seen.ahead,
    behind: seen.behind,
  };
}
