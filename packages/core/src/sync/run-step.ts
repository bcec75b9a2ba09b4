import type { AbsolutePath, CommitId } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import type { SyncStep } from "../decide/next-step.ts";
import type { InTheWay, UpstreamBranch } from "../decide/observation.ts";
import { type RescueNote, type RescueReason, rescueRef } from "../decide/rescue.ts";
import type { LookPort, Snapshot } from "./port.ts";
import { type Recorder, recorded } from "./recorded.ts";

/** A step that changes something. */
export type ActingStep = Exclude<SyncStep, { kind: "rest" | "hold" | "inspect" }>;

/** What a step led to. */
export type StepOutcome =
  | { readonly kind: "done"; readonly rescued: RescueNote | null }
  /** Something else moved meanwhile: look again. */
  | { readonly kind: "moved"; readonly where: "local" | "remote"; readonly detail: string }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/** What it takes to act. */
export interface StepTools extends Recorder {
  readonly repository: AbsolutePath;
  readonly port: LookPort;
  /** Milliseconds since the epoch; names rescues. */
  readonly now: () => number;
  /** What the last inspection found. */
  readonly inTheWay: InTheWay | null;
}

/**
 * Carries out one step. The operation is on record before a ref moves, and what a ref or a file
 * held is kept, and read back, before anything takes its place.
 */
export async function runStep(step: ActingStep, tools: StepTools): Promise<StepOutcome> {
  switch (step.kind) {
    case "track":
      return track(step, tools);
    case "fetch":
      return fetch({ ...step, old: step.upstream.tip }, tools);
    case "take":
      return take(step, tools);
    case "push":
      return step.replaced > 0 ? forcePush(step, tools) : push(step, tools, "push");
  }
}

interface FetchStep {
  readonly upstream: UpstreamBranch;
  readonly old: CommitId | null;
  readonly to: CommitId;
}

async function fetch({ upstream, old, to }: FetchStep, tools: StepTools): Promise<StepOutcome> {
  const move = { ref: upstream.trackingRef, old, new: to, cause: "fetch" };
  // The remote may have moved since it was asked; the log says where to.
  const fetched = await recorded(tools, move, async () => {
    const outcome = await tools.port.fetch(upstream);
    return outcome.kind === "done" ? { ...outcome, movedTo: outcome.commit } : outcome;
  });
  return fetched.kind === "done" ? { kind: "done", rescued: null } : fetched;
}

/**
 * Begins to follow a branch. What is remembered of branches that the remote no longer has may leave
 * no room for its name; their commits are kept and the refs removed.
 */
async function track(
  step: Extract<ActingStep, { kind: "track" }>,
  tools: StepTools,
): Promise<StepOutcome> {
  const { port, now } = tools;
  const stale = await port.staleRefs(step.upstream);
  if (stale.kind === "failed") return stale;
  for (const held of stale.value) {
    const { ref, commit } = held;
    const kept = rescueRef(new Date(now()).toISOString(), "rewound", commit);
    const rescue = { ref: kept, old: null, new: commit, cause: "rescue" };
    const made = await recorded(tools, rescue, () => port.createRef(kept, commit));
    if (made.kind === "failed") return made;
    const removal = { ref, old: commit, new: null, cause: "make room" };
    const removed = await recorded(tools, removal, () => port.removeRef(held));
    if (removed.kind === "failed") return removed;
  }
  return fetch({ ...step, old: null }, tools);
}

async function take(
  step: Extract<ActingStep, { kind: "take" }>,
  tools: StepTools,
): Promise<StepOutcome> {
  const rescue = step.rescue === null ? null : await rescueLocal(step, step.rescue, tools);
  if (rescue?.kind === "failed") return rescue;
  const { branch, from, to, replaced } = step;
  const cause = replaced > 0 ? "take the remote's history" : "fast-forward";
  const moved = await recorded(tools, { ref: branch, old: from, new: to, cause }, () =>
    tools.port.moveBranch({
      branch,
      from,
      to,
      cause,
      replaceable: step.replacesFiles && rescue ? rescue.snapshot.files : new Map(),
    }),
  );
  switch (moved.kind) {
    case "done":
      return { kind: "done", rescued: rescue?.note ?? null };
    case "moved":
      return { ...moved, where: "local" };
    case "failed":
      return moved;
  }
}

type Rescued =
  | { readonly kind: "done"; readonly snapshot: Snapshot; readonly note: RescueNote }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/** Keeps HEAD, the index and the work tree under a ref of ours before the branch leaves them. */
async function rescueLocal(
  { branch, from, to, replaced }: Extract<ActingStep, { kind: "take" }>,
  reason: RescueReason,
  tools: StepTools,
): Promise<Rescued> {
  const { port, inTheWay } = tools;
  const at = new Date(tools.now()).toISOString();
  const endangered = (inTheWay?.files ?? []).map(({ path }) => path);
  const taken = await port.snapshot({ reason, branch, head: from, theirs: to, endangered, at });
  if (taken.kind === "failed") return taken;
  const snapshot = taken.value;
  const ref = snapshot.keptBy ?? rescueRef(at, reason, from);
  if (snapshot.keptBy === null) {
    const move = { ref, old: null, new: snapshot.commit, cause: "rescue" };
    const kept = await recorded(tools, move, () => port.createRef(ref, snapshot.commit));
    if (kept.kind === "failed") return kept;
  }
  const files = snapshot.files.size;
  return {
    kind: "done",
    snapshot,
    note: { ref, where: "local", reason, commits: replaced, files },
  };
}

/** The remote's tip is kept on the remote itself, and only then replaced, if it still is that tip. */
async function forcePush(
  step: Extract<ActingStep, { kind: "push" }>,
  tools: StepTools,
): Promise<StepOutcome> {
  const { upstream, replaced: commits } = step;
  const named = rescueRef(new Date(tools.now()).toISOString(), "replaced", upstream.tip);
  const move = {
    ref: named,
    old: null,
    new: upstream.tip,
    cause: `rescue on ${upstream.remote}`,
  };
  const kept = await recorded(tools, move, () => tools.port.rescueRemote(upstream, named));
  if (kept.kind !== "done") return kept.kind === "moved" ? { ...kept, where: "remote" } : kept;
  const pushed = await push(step, tools, "force-push");
  if (pushed.kind !== "done") return pushed;
  const note = { ref: kept.ref, where: "remote", reason: "replaced", commits, files: 0 } as const;
  return { kind: "done", rescued: note };
}

async function push(
  { to, upstream }: Extract<ActingStep, { kind: "push" }>,
  tools: StepTools,
  cause: string,
): Promise<StepOutcome> {
  // git moves what it remembers of the remote's branch together with the branch itself.
  const move = { ref: upstream.trackingRef, old: upstream.tip, new: to, cause };
  const pushed = await recorded(tools, move, () => tools.port.push({ upstream, to }));
  switch (pushed.kind) {
    case "done":
      return { kind: "done", rescued: null };
    case "moved":
      return { ...pushed, where: "remote" };
    case "failed":
      return pushed;
  }
}
