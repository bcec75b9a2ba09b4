import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { LookReason } from "../decide/look-reason.ts";
import type { RepositoryStatus } from "../decide/repository-status.ts";
import type { GitDoor } from "../git/run-git.ts";
import type { Home } from "../home.ts";
import type { LogLevel } from "../log/events.ts";
import { openLogFile } from "../log/log-file.ts";
import { JobStore } from "../queue/job-store.ts";
import { LookWorker } from "../queue/look-worker.ts";
import { listRegistered } from "../registration/registry.ts";
import type { LookReply } from "../socket/protocol.ts";
import { openStore } from "../store/open-store.ts";
import { OperationLog } from "../store/operation-log.ts";
import { RepositoryRecords } from "../store/repository-record.ts";
import { queueView } from "./agent-status.ts";
import { Repositories } from "./repositories.ts";
import { takeHome } from "./take-home.ts";
import { statusOf } from "./tracked-repository.ts";

/** What a repository was given that was never looked at. */
const NOTHING_DONE = { pushed: 0, pulled: 0, durationMs: 0 } as const;

/** How many repositories are looked at at the same time. */
const PARALLEL_LOOKS = 4;

/** What an engine is made of. */
export interface EngineOptions {
  readonly home: Home;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** Events below this level are not written. */
  readonly logLevel: LogLevel;
  /** Gets every line of the log as well. */
  readonly logLine?: ((line: string) => void) | undefined;
}

/** The engine of one state folder: lock, store, queue and repositories, without any way in. */
export interface Engine {
  readonly door: GitDoor;
  readonly repositories: Repositories;
  readonly worker: LookWorker;
  readonly jobs: JobStore;
  readonly statuses: () => readonly RepositoryStatus[];
  /**
   * Looks at repositories and waits for the outcome.
   *
   * @throws InputError when one is not registered
   */
  readonly lookAndWait: (paths: readonly AbsolutePath[], reason: LookReason) => Promise<LookReply>;
  readonly close: () => Promise<void>;
}

/** How the engine tells its host what happens. */
export interface EngineEvents {
  /** The status may have changed. */
  readonly changed: () => void;
  /** The refs of a repository moved without a hook's word. */
  readonly moved: (repository: AbsolutePath) => void;
  /** The `syncInterval` of a repository is another than before. */
  readonly retimed: (repository: AbsolutePath) => void;
}

/**
 * Opens the engine of a state folder for this process alone.
 *
 * @throws ConfigError `agent-running` when another process has it, or the folder cannot be used
 * @throws StoreError when the database cannot be used
 */
export async function openEngine(options: EngineOptions, events: EngineEvents): Promise<Engine> {
  const { home, clock } = options;
  const lock = await takeHome(home);
  const logFile = openLogFile(home.logs, clock, {
    least: options.logLevel,
    also: options.logLine,
  });
  const { log } = logFile;
  try {
    const { store } = openStore(home.database, clock, log);
    const jobs = new JobStore(store, clock);
    const name = `${process.pid}-${randomUUID()}`;
    const recovered = jobs.recover(name).length;
    if (recovered > 0) log("job.recovered", { jobs: recovered });
    const door = { env: options.env, log };
    const repositories = new Repositories({
      door,
      clock,
      operations: new OperationLog(store, clock),
      records: new RepositoryRecords(store),
      moved: events.moved,
      retimed: events.retimed,
    });
    const worker = new LookWorker({
      jobs,
      clock,
      log,
      name,
      parallel: PARALLEL_LOOKS,
      random: Math.random,
      run: (path, reasons, signal) => repositories.look(path, reasons, signal),
      changed: events.changed,
    });
    const statuses = (): readonly RepositoryStatus[] => {
      const queued = Map.groupBy(jobs.list(), ({ repository }) => repository);
      const { running, waitingInMemory } = worker;
      return repositories
        .all()
        .map((tracked) =>
          statusOf(
            tracked,
            queueView(
              queued.get(tracked.path) ?? [],
              running.has(tracked.path),
              waitingInMemory.has(tracked.path),
            ),
          ),
        );
    };
    return {
      door,
      repositories,
      worker,
      jobs,
      statuses,
      async lookAndWait(paths, reason) {
        repositories.requireAll(paths);
        await Promise.all(paths.map((path) => worker.triggerAndWait(path, reason)));
        const byPath = new Map(statuses().map((status) => [status.path, status]));
        const results = repositories.all().flatMap(({ path, last }) => {
          const status = byPath.get(path);
          if (!paths.includes(path) || status === undefined) return [];
          const { pushed, pulled, durationMs } = last ?? NOTHING_DONE;
          return [{ path, status, pushed, pulled, durationMs }];
        });
        return { results };
      },
      async close() {
        await worker.stop();
        await repositories.close();
        store.close();
        await logFile.close();
        lock.release();
      },
    };
  } catch (error) {
    await logFile.close();
    lock.release();
    throw error;
  }
}

/** Brings the tracked repositories in step with the list in the user's git config. */
export async function loadRegistered({
  door,
  repositories,
  worker,
}: Engine): Promise<{ added: readonly AbsolutePath[]; removed: readonly AbsolutePath[] }> {
  const registered = await listRegistered(door);
  const added = registered.filter((path) => !repositories.has(path));
  const removed = repositories.paths().filter((path) => !registered.includes(path));
  await repositories.add(added);
  for (const path of removed) {
    await worker.forget(path);
    await repositories.remove(path);
  }
  return { added, removed };
}
