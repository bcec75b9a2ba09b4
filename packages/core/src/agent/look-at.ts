import type { Clock } from "../clock.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import { asksRemote, occasionOf } from "../decide/look-reason.ts";
import { nextStep } from "../decide/next-step.ts";
import { remoteHost } from "../decide/remote-host.ts";
import { remoteUrls } from "../decide/remote-urls.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { type GitDoor, openGit } from "../git/run-git.ts";
import { staleSubmodules, staleSubmodulesInWords } from "../git/stale-submodules.ts";
import { tidyObjects } from "../git/tidy-objects.ts";
import type { OperationLog } from "../store/operation-log.ts";
import { gatedPort } from "../sync/gated-port.ts";
import { openGitPort } from "../sync/git-port.ts";
import { type LookReport, look } from "../sync/look.ts";
import {
  fingerprintOf,
  isTracking,
  type LocalFacts,
  quietPoll,
  restingPlace,
} from "../sync/quiet-poll.ts";
import { keptFilesInWords } from "../worktree/kept-files.ts";
import { afterFailedLook, afterLook, afterQuietPoll } from "./after-look.ts";
import type { Chores } from "./chores.ts";
import { findPlace } from "./find-place.ts";
import { lockRepository } from "./lock-repository.ts";
import type { RemoteGate } from "./remote-gate.ts";
import type { RescueKeeper } from "./rescue-keeper.ts";
import type { TrackedRepository } from "./tracked-repository.ts";

/** What looking at a repository takes. */
export interface LookAtTools {
  readonly door: GitDoor;
  readonly operations: OperationLog;
  readonly clock: Clock;
  readonly gate: RemoteGate;
  readonly chores: Chores;
  readonly rescues: RescueKeeper;
}

/**
 * Looks at one tracked repository, alone, and returns what is known of it afterwards.
 *
 * Never rejects: whatever goes wrong is the look's failure.
 */
export async function lookAt(
  tools: LookAtTools,
  before: TrackedRepository,
  reasons: readonly string[],
  signal: AbortSignal,
): Promise<TrackedRepository> {
  const { door, clock } = tools;
  const tracked = { ...before, starting: before.starting || reasons.includes("start") };
  const startedAt = clock.monotonic();
  const times = () => ({
    now: clock.now(),
    durationMs: Math.round(clock.monotonic() - startedAt),
  });
  const failed = (failure: GitFailure) => afterFailedLook(tracked, failure, times());
  try {
    const found = await findPlace(door, tracked);
    if (found.kind === "failed") return failed(found.failure);
    const { place } = found;
    const { chores } = tools;
    const isPoll = reasons.every((reason) => reason === "poll") && !chores.isAsked(tracked.path);
    if (tracked.resting !== null && isPoll) {
      const quiet = await quietPoll(tracked.resting, tools.gate.asker(tracked.path), signal);
      if (quiet.kind === "rested") return afterQuietPoll(tracked, quiet.resting, times());
      if (quiet.kind === "failed") return { ...failed(quiet.failure), resting: tracked.resting };
    }
    const lock = await lockRepository(place);
    if (lock.kind === "failed") return failed(lock.failure);
    try {
      const tick = await chores.beforeLook(tracked, place, signal);
      const { report, ...rest } = await lookAlone(tools, tracked, { place, reasons, signal });
      if (report.took !== null) chores.took(tracked.path, report.took);
      await tools.rescues.keep(tracked, place);
      return { ...afterLook(tracked, place, report, times()), ...rest, tick };
    } finally {
      lock.lock.release();
    }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    door.log("fault.unexpected", { where: `look at ${tracked.path}`, problem: detail });
    return failed({ kind: "unknown", detail });
  }
}

interface AloneLook {
  readonly place: RepositoryPlace;
  readonly reasons: readonly string[];
  readonly signal: AbortSignal;
}

interface AloneReport extends Pick<TrackedRepository, "resting" | "notices"> {
  readonly report: LookReport;
}

/** Looks, with the repository's lock held. */
async function lookAlone(
  { door, operations, clock, gate }: LookAtTools,
  tracked: TrackedRepository,
  { place, reasons, signal }: AloneLook,
): Promise<AloneReport> {
  const before = await fingerprintOf(tracked.resting);
  const learnt: { facts?: LocalFacts } = {};
  const port = openGitPort(door, place, signal, (facts) => {
    learnt.facts = facts;
    if (!("upstream" in facts.head)) return;
    const { fetch } = remoteUrls(facts.head.upstream.remote, facts.config);
    gate.learn(tracked.path, remoteHost(fetch, facts.config));
  });
  const report = await look(
    {
      port: gatedPort(port, gate.asker(tracked.path)),
      decide: nextStep,
      operations,
      log: door.log,
      now: clock.now,
      monotonic: clock.monotonic,
    },
    {
      repository: tracked.path,
      asksRemote: tracked.starting || asksRemote(reasons),
      occasion: tracked.starting ? "start" : occasionOf(reasons),
      seenRemotes: tracked.seenRemotes,
    },
  );
  const { pushed, pulled, failure, hold, state } = report.result;
  if (pushed + pulled > 0) await tidyObjects(openGit(door, place.root));
  const submodules = await staleSubmodules(openGit(door, place.root), place);
  // What ends it happens inside the submodule, where a quiet poll does not look.
  const isSettled = state === "up-to-date" && submodules.length === 0;
  const rests = failure === null && hold === null && isSettled;
  const resting =
    rests && isTracking(learnt.facts) ? await restingPlace(learnt.facts, before) : null;
  const notices = [...staleSubmodulesInWords(submodules), ...(await keptFilesInWords(place))];
  return { report, resting, notices };
}
