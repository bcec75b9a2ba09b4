import type { AbsolutePath } from "../decide/brands.ts";
import type { GitDoor } from "../git/run-git.ts";
import type { Home } from "../home.ts";
import type { QueuedLook } from "../queue/look-row.ts";
import { LookStore } from "../queue/look-store.ts";
import { SqliteJobQueue } from "../queue/sqlite-job-queue.ts";
import { listRegistered } from "../registration/registry.ts";
import { type MovesReply, toMove } from "../socket/move-schema.ts";
import type { PreviewReply } from "../socket/preview-schema.ts";
import type { LookReply } from "../socket/protocol.ts";
import type { Status } from "../socket/status-schema.ts";
import { countSpooled } from "../spool/spool.ts";
import { openStoreReadOnly } from "../store/open-read-only.ts";
import { OperationLog } from "../store/operation-log.ts";
import { type RepositoryRecord, RepositoryRecords } from "../store/repository-record.ts";
import { queueStatus, queueView } from "./agent-status.ts";
import { type EngineOptions, loadRegistered, NOBODY_LISTENS, openEngine } from "./engine.ts";
import { lookLocally } from "./look-locally.ts";
import { previewAt } from "./preview-at.ts";
import { statusOf, trackRepository } from "./tracked-repository.ts";

const NO_LOOKS = { queued: 0, running: 0, retrying: 0, dead: 0 } as const;

/**
 * Puts the status together while no agent runs: what git says of the branches now, without
 * asking a remote, and what the last agent left behind. Changes nothing.
 *
 * @throws StoreError when the database cannot be read
 */
export async function statusWithoutAgent(
  door: GitDoor,
  home: Home,
  clock: EngineOptions["clock"],
): Promise<Status> {
  const left = await readStore(home, clock);
  const paths = await listRegistered(door);
  const repositories = await Promise.all(
    paths.map(async (path) => {
      const record = left.records.find(({ repository }) => repository === path);
      const tracked = await lookLocally(door, trackRepository(path, null, record));
      const jobs = left.jobs.filter(({ repository }) => repository === path);
      return statusOf(tracked, queueView(jobs, false, false));
    }),
  );
  return {
    agent: null,
    repositories,
    awaited: [],
    queue: queueStatus(left.looks, left.tasks, countSpooled(home.spool)),
  };
}

async function readStore(home: Home, clock: EngineOptions["clock"]) {
  const store = openStoreReadOnly(home.database);
  if (store === undefined) {
    const nothing: { records: readonly RepositoryRecord[]; jobs: readonly QueuedLook[] } = {
      records: [],
      jobs: [],
    };
    return { ...nothing, looks: NO_LOOKS, tasks: NO_LOOKS };
  }
  try {
    const jobs = new LookStore(store, clock);
    return {
      records: new RepositoryRecords(store).all(),
      jobs: jobs.list(),
      looks: jobs.counts(),
      tasks: await new SqliteJobQueue(store, clock).counts(),
    };
  } finally {
    store.close();
  }
}

/**
 * Says what looks would do while no agent runs.
 *
 * @param path one repository, or all of them
 * @throws StoreError when the database cannot be read
 */
export async function previewWithoutAgent(
  door: GitDoor,
  home: Home,
  clock: EngineOptions["clock"],
  path: AbsolutePath | null,
): Promise<PreviewReply> {
  const { records } = await readStore(home, clock);
  const paths = (await listRegistered(door)).filter((one) => path === null || one === path);
  const { signal } = new AbortController();
  const previews = await Promise.all(
    paths.map(async (one) => {
      const record = records.find(({ repository }) => repository === one);
      return { path: one, ...(await previewAt(door, trackRepository(one, null, record), signal)) };
    }),
  );
  return { previews };
}

/**
 * Reads which refs were moved while no agent runs, newest first.
 *
 * @throws StoreError when the database cannot be read
 */
export function movesWithoutAgent(
  home: Home,
  clock: EngineOptions["clock"],
  request: { readonly repository: AbsolutePath | null; readonly limit: number },
): MovesReply {
  const store = openStoreReadOnly(home.database);
  if (store === undefined) return { moves: [] };
  try {
    return { moves: new OperationLog(store, clock).list(request).map(toMove) };
  } finally {
    store.close();
  }
}

/**
 * Syncs repositories in this process, as the agent would, and ends. What hooks left in the spool
 * stays for the next agent: one look too many does no harm.
 *
 * @param path one repository, or all of them
 * @param occasion `tick` runs the tick first
 * @param signal ends the looks, and what they started, in good order
 * @throws ConfigError `agent-running` when an agent has the state folder
 */
export async function syncWithoutAgent(
  options: EngineOptions,
  path: AbsolutePath | null,
  signal: AbortSignal,
  occasion: "sync" | "tick" = "sync",
): Promise<LookReply> {
  const engine = await openEngine(options, NOBODY_LISTENS);
  const stop = (): void => void Promise.all([engine.worker.stop(), engine.chores.close()]);
  signal.addEventListener("abort", stop);
  try {
    await loadRegistered(engine);
    const paths = path === null ? engine.repositories.paths() : [path];
    const reply = await engine.lookAndWait(paths, occasion);
    // Nobody else would run what is due after these pulls.
    await engine.chores.settled();
    return reply;
  } finally {
    await engine.close();
  }
}
