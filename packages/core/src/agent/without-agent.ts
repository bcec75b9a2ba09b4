import type { AbsolutePath } from "../decide/brands.ts";
import type { GitDoor } from "../git/run-git.ts";
import type { Home } from "../home.ts";
import type { QueuedLook } from "../queue/job-row.ts";
import { JobStore } from "../queue/job-store.ts";
import { listRegistered } from "../registration/registry.ts";
import type { LookReply } from "../socket/protocol.ts";
import type { QueueStatus, Status } from "../socket/status-schema.ts";
import { countSpooled } from "../spool/spool.ts";
import { openStoreReadOnly } from "../store/open-read-only.ts";
import { type RepositoryRecord, RepositoryRecords } from "../store/repository-record.ts";
import { queueView } from "./agent-status.ts";
import { type EngineOptions, loadRegistered, openEngine } from "./engine.ts";
import { lookLocally } from "./look-locally.ts";
import { statusOf, trackRepository } from "./tracked-repository.ts";

const NOBODY_LISTENS = {
  changed: () => undefined,
  moved: () => undefined,
  retimed: () => undefined,
};

const EMPTY: Omit<QueueStatus, "spooled"> = { ready: 0, running: 0, retrying: 0, dead: 0 };

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
  const left = readStore(home, clock);
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
    queue: { ...left.counts, spooled: countSpooled(home.spool) },
  };
}

function readStore(home: Home, clock: EngineOptions["clock"]) {
  const store = openStoreReadOnly(home.database);
  if (store === undefined) {
    const nothing: { records: readonly RepositoryRecord[]; jobs: readonly QueuedLook[] } = {
      records: [],
      jobs: [],
    };
    return { ...nothing, counts: EMPTY };
  }
  try {
    const jobs = new JobStore(store, clock);
    return {
      records: new RepositoryRecords(store).all(),
      jobs: jobs.list(),
      counts: jobs.counts(),
    };
  } finally {
    store.close();
  }
}

/**
 * Syncs repositories in this process, as the agent would, and ends. What hooks left in the spool
 * stays for the next agent: one look too many does no harm.
 *
 * @param path one repository, or all of them
 * @param signal ends the looks, and what they started, in good order
 * @throws ConfigError `agent-running` when an agent has the state folder
 */
export async function syncWithoutAgent(
  options: EngineOptions,
  path: AbsolutePath | null,
  signal: AbortSignal,
): Promise<LookReply> {
  const engine = await openEngine(options, NOBODY_LISTENS);
  const stop = (): void => void engine.worker.stop();
  signal.addEventListener("abort", stop);
  try {
    await loadRegistered(engine);
    return await engine.lookAndWait(path === null ? engine.repositories.paths() : [path], "sync");
  } finally {
    await engine.close();
  }
}
