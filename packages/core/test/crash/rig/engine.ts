import { delimiter } from "node:path";
import { lockRepository } from "../../../src/agent/lock-repository.ts";
import { writtenDown } from "../../../src/agent/move-record.ts";
import { systemClock } from "../../../src/clock.ts";
import { absolutePath } from "../../../src/decide/brands.ts";
import type { GitFailure } from "../../../src/decide/git-failure.ts";
import type { HoldReason } from "../../../src/decide/hold.ts";
import { nextStep } from "../../../src/decide/next-step.ts";
import { listConfig } from "../../../src/git/config-list.ts";
import { locate, type RepositoryPlace } from "../../../src/git/locate.ts";
import { repositoryOverrides } from "../../../src/git/repository-overrides.ts";
import { type GitDoor, openGit } from "../../../src/git/run-git.ts";
import type { Log } from "../../../src/log/events.ts";
import { listRescues } from "../../../src/rescue/list-rescues.ts";
import { restoreBranch } from "../../../src/rescue/restore-branch.ts";
import { restoreFiles } from "../../../src/rescue/restore-files.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { OperationLog } from "../../../src/store/operation-log.ts";
import { openGitPort } from "../../../src/sync/git-port.ts";
import { look } from "../../../src/sync/look.ts";
import type { SeenRemote } from "../../../src/sync/observe.ts";
import type { LookPort } from "../../../src/sync/port.ts";
import { finishTick, tickPhase } from "../../../src/tick/tick-phase.ts";
import type { PreparedWorld } from "./world.ts";

/** What the engine is asked for. A look follows each, as in the agent. */
export type EngineWork =
  | { readonly kind: "look"; readonly seenRemotes: readonly SeenRemote[] }
  | { readonly kind: "tick" }
  /** Give back the newest rescue, as a branch and into the work tree. */
  | { readonly kind: "restore" };

/** One run of the engine, in this process. */
export interface EngineRun extends Pick<PreparedWorld, "root" | "env" | "here" | "path"> {
  readonly work: EngineWork;
  /** A folder whose programs come before all others, `git` among them. */
  readonly programs?: string;
  /** Stands between the look and the port. */
  readonly through?: (port: LookPort) => LookPort;
  /** What the host adds to git's configuration. */
  readonly host?: GitDoor["host"];
}

/** How it ended. */
export interface EngineReport {
  readonly failure: GitFailure | null;
  readonly hold: HoldReason | null;
  readonly state: string;
}

const log: Log = () => undefined;

/** Where the operation log of a world lies. */
export function operationsOf({ path }: Pick<PreparedWorld, "path">) {
  return path("operations.db");
}

/** Does what the agent does with a repository: lock it, finish what was begun, act, look. */
export async function runEngine(run: EngineRun): Promise<EngineReport> {
  const { here, env, programs, host } = run;
  const path = [programs ?? [], env["PATH"] ?? []].flat().join(delimiter);
  const door: GitDoor = { env: { ...env, PATH: path }, log, host };
  const { store } = openStore(operationsOf(run), systemClock, log);
  try {
    const located = await locate(openGit(door, here));
    if (located.kind === "failed") return failed({ kind: "unknown", detail: "cannot be found" });
    if (located.kind !== "repository") return failed({ kind: "missing", detail: located.kind });
    const lock = await lockRepository(located.place);
    if (lock.kind === "failed") return failed(lock.failure);
    try {
      return await underLock(run, door, located.place, new OperationLog(store, systemClock));
    } finally {
      lock.lock.release();
    }
  } finally {
    store.close();
  }
}

function failed(failure: GitFailure): EngineReport {
  return { failure, hold: null, state: "unknown" };
}

const signal = new AbortController().signal;

async function underLock(
  { work, through = (port) => port }: EngineRun,
  door: GitDoor,
  place: RepositoryPlace,
  operations: OperationLog,
): Promise<EngineReport> {
  const tools = { door, clock: systemClock, operations };
  const finished = await finishTick(tools, { place, signal });
  if (finished.kind === "failed") return failed(finished.failure);
  const acted =
    work.kind === "tick"
      ? await tickPhase(tools, { place, wants: new Set(["tick"]), signal })
      : work.kind === "restore"
        ? await restore(door, place, operations)
        : null;
  const { now, monotonic } = systemClock;
  const { result } = await look(
    {
      port: through(openGitPort(door, place, signal)),
      decide: nextStep,
      operations,
      log,
      now,
      monotonic,
    },
    {
      repository: place.root,
      asksRemote: true,
      occasion: "sync",
      seenRemotes: work.kind === "look" ? work.seenRemotes : [],
    },
  );
  const { state } = result;
  return { failure: acted?.failure ?? result.failure, hold: acted?.hold ?? result.hold, state };
}

async function restore(door: GitDoor, place: RepositoryPlace, operations: OperationLog) {
  const listed = await listConfig(openGit(door, place.root));
  if (listed.kind === "failed") throw new Error("the configuration cannot be read");
  const git = openGit(door, place.root, repositoryOverrides(listed.entries));
  const tools = { git, place, limits: { deadlineMs: 60_000 } };
  const rescues = await listRescues(tools);
  if (rescues.kind === "failed") return { failure: rescues.failure, hold: null };
  const [newest] = rescues.value;
  if (newest === undefined) throw new Error("there is no rescue");
  const onMove = writtenDown(operations, place.root);
  const branch = await restoreBranch(tools, newest, undefined, onMove);
  if (branch.kind === "failed") return { failure: branch.failure, hold: null };
  const files = await restoreFiles(tools, newest, { paths: [], root: absolutePath(place.root) });
  return { failure: files.kind === "failed" ? files.failure : null, hold: null };
}
