import type { LoadedSettings } from "../config/load-settings.ts";
import type { AbsolutePath, CommitId } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import type { HoldReason } from "../decide/hold.ts";
import type { nextStep, SyncStep } from "../decide/next-step.ts";
import { type Observation, type Occasion, syncState } from "../decide/observation.ts";
import type { LookResult } from "../decide/repository-status.ts";
import type { RescueNote } from "../decide/rescue.ts";
import { Bug } from "../errors.ts";
import type { Log } from "../log/events.ts";
import type { Operations } from "../store/operation-log.ts";
import { observe, type SeenRemote } from "./observe.ts";
import type { LookPort } from "./port.ts";
import { runStep } from "./run-step.ts";

/** What a look needs of the world. */
export interface LookTools {
  readonly port: LookPort;
  /** The rules. A parameter, so that the simulator can break one and see that it is noticed. */
  readonly decide: typeof nextStep;
  readonly operations: Operations;
  readonly log: Log;
  readonly now: () => number;
  readonly monotonic: () => number;
}

/** One repository to look at. */
export interface LookRequest {
  readonly repository: AbsolutePath;
  readonly asksRemote: boolean;
  readonly occasion: Occasion;
  readonly seenRemotes: readonly SeenRemote[];
}

/** How a look ended, and what it learnt. */
export interface LookReport {
  readonly result: LookResult;
  /** `null` when the settings could not be read. */
  readonly loaded: LoadedSettings | null;
  readonly seenRemotes: readonly SeenRemote[];
  /** Where the branch stood before and after it took commits; `null` where it took none. */
  readonly took: { readonly from: CommitId; readonly to: CommitId } | null;
}

/**
 * No state needs more steps than fetch, take and push, each once more when the remote moves under
 * us. A look that still is not at rest has met something that keeps moving.
 */
const MOST_STEPS = 8;

/** Files named in a result; a person needs a few, not ten thousand. */
const MOST_FILES = 20;

/** The counts that a look adds up, and the last thing it saw. */
interface Progress {
  seen: Observation | null;
  loaded: LoadedSettings | null;
  seenRemotes: readonly SeenRemote[];
  took: LookReport["took"];
  pushed: number;
  pulled: number;
  readonly rescued: RescueNote[];
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
    seenRemotes: request.seenRemotes,
    took: null,
    pushed: 0,
    pulled: 0,
    rescued: [],
  };
  const ending = await lookUntilRest(tools, request, progress);
  const { seen, loaded, seenRemotes, took, pushed, pulled, rescued } = progress;
  const inTheWay = (seen?.inTheWay?.files ?? []).map(({ path }) => path).slice(0, MOST_FILES);
  return {
    loaded,
    seenRemotes,
    took,
    result: {
      ...standing(seen),
      ...ending,
      inTheWay: ending.hold === "local-changes" ? inTheWay : [],
      pushed,
      pulled,
      rescued,
      durationMs: Math.round(tools.monotonic() - startedAt),
    },
  };
}

async function lookUntilRest(
  tools: LookTools,
  request: LookRequest,
  progress: Progress,
): Promise<Ending> {
  const { port } = tools;
  const mended = await port.mend();
  if (mended.kind === "failed") return { hold: null, failure: mended.failure };
  let ask = request.asksRemote;
  let lastMove: GitFailure = { kind: "moved", detail: "" };
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const { seenRemotes } = progress;
    const observed = await observe(port, { ask, seenRemotes, occasion: request.occasion });
    if (observed.kind === "failed") {
      progress.seen = observed.seen ?? progress.seen;
      return { hold: null, failure: observed.failure };
    }
    progress.loaded = observed.loaded;
    progress.seenRemotes = remember(observed.seen, seenRemotes);
    const decided = await decide(tools, observed.seen);
    if (decided.kind === "failed") return { hold: null, failure: decided.failure };
    const { seen, step } = decided;
    progress.seen = seen;
    if (step.kind === "rest") return { hold: null, failure: null };
    if (step.kind === "hold") return { hold: step.why, failure: null };
    const outcome = await runStep(step, { ...tools, ...request, inTheWay: seen.inTheWay });
    switch (outcome.kind) {
      case "done":
        // What the step left behind is known; asking again would cost a round trip.
        ask = false;
        count(step, progress);
        if (outcome.rescued) progress.rescued.push(outcome.rescued);
        break;
      case "moved":
        ask = outcome.where === "remote";
        lastMove = { kind: "moved", detail: outcome.detail };
        break;
      case "failed":
        return { hold: null, failure: outcome.failure };
    }
  }
  return { hold: null, failure: lastMove };
}

type ActingStep = Exclude<SyncStep, { kind: "inspect" }>;

type Decided =
  | { readonly kind: "decided"; readonly seen: Observation; readonly step: ActingStep }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/** Decides, after a second glance at the work tree where the rules ask for one. */
async function decide({ port, decide: rules }: LookTools, seen: Observation): Promise<Decided> {
  const step = rules(seen);
  if (step.kind !== "inspect") return { kind: "decided", seen, step };
  const inspected = await port.inspect(step.from, step.to);
  if (inspected.kind === "failed") return inspected;
  const seenAll = { ...seen, inTheWay: inspected.value };
  const next = rules(seenAll);
  if (next.kind === "inspect") throw new Bug("the rules ask for what they were told");
  return { kind: "decided", seen: seenAll, step: next };
}

function count(step: ActingStep, progress: Progress): void {
  if (step.kind === "push") progress.pushed += step.commits;
  if (step.kind !== "take") return;
  progress.pulled += step.commits;
  progress.took = { from: progress.took?.from ?? step.from, to: step.to };
}

/** Branches remembered per repository; the one that was followed last comes last. */
const MOST_REMEMBERED = 100;

/**
 * Keeps the newest commit that was on the remote's branch.
 *
 * While the remote lacks it and we are ahead, it stays: that is how a rewound remote is told
 * from one that never had our commits.
 */
function remember(seen: Observation, before: readonly SeenRemote[]): readonly SeenRemote[] {
  if (seen.head.kind !== "tracking" || seen.remoteRewound) return before;
  const { trackingRef, tip } = seen.head.upstream;
  const known = before.find(({ ref }) => ref === trackingRef);
  if (known?.commit === tip) return before;
  const others = before.filter((one) => one !== known);
  return [...others, { ref: trackingRef, commit: tip }].slice(-MOST_REMEMBERED);
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
