import type { CommitId } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import { nextStep, type SyncStep } from "../decide/next-step.ts";
import type { Observation, UpstreamBranch } from "../decide/observation.ts";
import type { CommitLine, CommitList, Preview } from "../decide/preview.ts";
import { standing } from "./look.ts";
import { type ObserveRequest, observe } from "./observe.ts";
import type { Effect, LookPort, Reading } from "./port.ts";

/** What a preview needs beyond a look's port; none of it moves a ref or a file. */
export interface PreviewPort extends LookPort {
  /** Brings in the upstream's commits without any ref learning of them. */
  readonly fetchObjects: (upstream: UpstreamBranch) => Promise<Effect>;
  /** The newest commits of `newer` that `older` lacks. */
  readonly listCommits: (
    older: CommitId,
    newer: CommitId,
  ) => Promise<Reading<readonly CommitLine[]>>;
}

/**
 * Says what a look would do and replace, by the same rules, and does nothing of it.
 *
 * @param alpha as if the repository were alpha, or were not
 *
 * The remote's commits are downloaded, because without them nobody can tell; no ref learns of them.
 */
export async function previewLook(
  port: PreviewPort,
  request: Omit<ObserveRequest, "ask">,
  alpha?: boolean,
): Promise<Preview> {
  const now = await foresee(alpha === undefined ? port : inMode(port, alpha), request);
  if (now.kind === "failed") return failedPreview(null, now.failure);
  const { seen, step } = now.value;
  const files = seen.inTheWay?.files ?? [];
  if (step.kind === "hold") return { ...nothing(seen), hold: step.why, files };
  if (step.kind !== "take" && step.kind !== "push") return nothing(seen);
  const [ours, theirs] = await bothSides(port, step);
  if (ours.kind === "failed") return failedPreview(seen, ours.failure);
  if (theirs.kind === "failed") return failedPreview(seen, theirs.failure);
  const here = (count: number): CommitList => ({ count, newest: count > 0 ? ours.value : [] });
  const there = (count: number): CommitList => ({ count, newest: count > 0 ? theirs.value : [] });
  const { commits, replaced } = step;
  return step.kind === "take"
    ? { ...nothing(seen), takes: there(commits), replacesHere: here(replaced), files }
    : { ...nothing(seen), pushes: here(commits), replacesThere: there(replaced) };
}

type ActingStep = Extract<SyncStep, { kind: "take" | "push" }>;

/** The commits that only our branch has, and those that only the remote's has. */
function bothSides(port: PreviewPort, step: ActingStep) {
  const [ours, theirs] = step.kind === "take" ? [step.from, step.to] : [step.to, step.upstream.tip];
  return Promise.all([port.listCommits(theirs, ours), port.listCommits(ours, theirs)]);
}

type Foreseen = Reading<{ readonly seen: Observation; readonly step: SyncStep }>;

/** Observes as if the fetch that comes first had happened. */
async function foresee(port: PreviewPort, request: Omit<ObserveRequest, "ask">): Promise<Foreseen> {
  const observed = await observe(port, { ...request, ask: true });
  if (observed.kind === "failed") return observed;
  const step = nextStep(observed.seen);
  if (step.kind !== "fetch") return inspected(port, observed.seen, step);
  const fetched = await port.fetchObjects(step.upstream);
  if (fetched.kind === "failed") return fetched;
  const again = await observe(asFetched(port, step.to), { ...request, ask: false });
  if (again.kind === "failed") return again;
  return inspected(port, again.seen, nextStep(again.seen));
}

async function inspected(port: LookPort, seen: Observation, step: SyncStep): Promise<Foreseen> {
  if (step.kind !== "inspect") return { kind: "read", value: { seen, step } };
  const inTheWay = await port.inspect(step.from, step.to);
  if (inTheWay.kind === "failed") return inTheWay;
  const all = { ...seen, inTheWay: inTheWay.value };
  return { kind: "read", value: { seen: all, step: nextStep(all) } };
}

/** The same repository, if its memory of the remote stood at `tip`. */
function asFetched(port: LookPort, tip: CommitId): LookPort {
  return {
    ...port,
    async readLocal() {
      const local = await port.readLocal();
      if (local.kind === "failed" || local.value.head.kind !== "tracking") return local;
      const { head } = local.value;
      const upstream = { ...head.upstream, tip };
      return { kind: "read", value: { ...local.value, head: { ...head, upstream } } };
    },
  };
}

/** The same repository, if it were alpha, or were not. */
function inMode(port: PreviewPort, alpha: boolean): PreviewPort {
  return {
    ...port,
    async readLocal() {
      const local = await port.readLocal();
      if (local.kind === "failed") return local;
      const { loaded } = local.value;
      const settings = { ...loaded.settings, alpha };
      return { kind: "read", value: { ...local.value, loaded: { ...loaded, settings } } };
    },
  };
}

const NONE: CommitList = { count: 0, newest: [] };

function nothing(seen: Observation | null): Preview {
  const { branch, upstream, state } = standing(seen);
  return {
    branch,
    upstream,
    state,
    hold: null,
    failure: null,
    takes: NONE,
    pushes: NONE,
    replacesHere: NONE,
    replacesThere: NONE,
    files: [],
  };
}

/** The preview of a look that would fail. */
export function failedPreview(seen: Observation | null, failure: GitFailure): Preview {
  return { ...nothing(seen), failure };
}
