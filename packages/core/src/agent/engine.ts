import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { LookReason } from "../decide/look-reason.ts";
import type { RepositoryStatus } from "../decide/repository-status.ts";
import type { GitDoor } from "../git/run-git.ts";
import type { Home } from "../home.ts";
import type { LogLevel } from "../log/events.ts";
import { openLogFile } from "../log/log-file.ts";
import { Meter } from "../metrics/meter.ts";
import { LookStore } from "../queue/look-store.ts";
import { LookWorker } from "../queue/look-worker.ts";
import { listRegistered } from "../registration/registry.ts";
import type { ActivityEntry } from "../socket/activity-schema.ts";
import type { LookReply } from "../socket/protocol.ts";
import { ActivityLog } from "../store/activity-log.ts";
import { AfterPullTable } from "../store/after-pull-table.ts";
import { openStore } from "../store/open-store.ts";
import { OperationLog } from "../store/operation-log.ts";
import { RepositoryRecords } from "../store/repository-record.ts";
import type { TickWant } from "../tick/tick-phase.ts";
import { ActivityRecorder } from "./activity-recorder.ts";
import type { AgentHost } from "./agent-host.ts";
import { queueView } from "./agent-status.ts";
import { Chores } from "./chores.ts";
import { HookChecks } from "./hook-checks.ts";
import type { HookKeeper } from "./hook-keeper.ts";
import { RemoteGate } from "./remote-gate.ts";
import { Repositories } from "./repositories.ts";
import { RescueKeeper } from "./rescue-keeper.ts";
import { takeHome } from "./take-home.ts";
import { type OpenedTasks, openTasks } from "./tasks/open-tasks.ts";
import { statusOf } from "./tracked-repository.ts";

/** What a repository was given that was never looked at. */
const NOTHING_DONE = { pushed: 0, pulled: 0, rescued: [], durationMs: 0 } as const;

/** Which look does what was asked for. */
const REASON_FOR: Readonly<Record<TickWant, LookReason>> = { tick: "tick", files: "files-changed" };

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
  /** Where someone else than the user's git config says what to sync, and how. */
  readonly host?: AgentHost | undefined;
  /** Looks after the hooks of the repositories; nobody does unless the host brings someone. */
  readonly hooks?: HookKeeper | undefined;
  /** Looks only when asked to: nothing is watched. */
  readonly drains?: boolean;
}

/** The engine of one state folder: lock, store, queue and repositories, without any way in. */
export interface Engine {
  readonly door: GitDoor;
  readonly gate: RemoteGate;
  readonly repositories: Repositories;
  readonly worker: LookWorker;
  readonly jobs: LookStore;
  readonly operations: OperationLog;
  readonly activity: ActivityLog;
  readonly meter: Meter;
  readonly chores: Chores;
  readonly hookChecks: HookChecks;
  readonly opened: OpenedTasks;
  readonly statuses: () => readonly RepositoryStatus[];
  /** The repositories that there are to sync now. */
  readonly list: () => Promise<readonly AbsolutePath[]>;
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
  /** A remote host serves again, and these are the other repositories that ask it. */
  readonly opened: (repositories: readonly AbsolutePath[]) => void;
  /** The `syncInterval` or `tickInterval` of a repository is another than before. */
  readonly retimed: (repository: AbsolutePath) => void;
  /** Something happened that the timeline tells of. */
  readonly recorded: (entry: ActivityEntry) => void;
}

/** For a command that does the agent's work itself. */
export const NOBODY_LISTENS: EngineEvents = {
  changed: () => undefined,
  moved: () => undefined,
  opened: () => undefined,
  retimed: () => undefined,
  recorded: () => undefined,
};

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
    const jobs = new LookStore(store, clock);
    const name = `${process.pid}-${randomUUID()}`;
    const recovered = jobs.recover(name).length;
    if (recovered > 0) log("job.recovered", { jobs: recovered });
    const door = { env: options.env, log, host: options.host?.git };
    const meter = new Meter();
    const operations = new OperationLog(store, clock);
    const gate = new RemoteGate({ clock, random: Math.random, opened: events.opened });
    const chores = new Chores({
      door,
      clock,
      operations,
      random: Math.random,
      changed: events.changed,
      afterPulls: new AfterPullTable(store),
      ticked: (path, end) => meter.ticked(path, end),
      wanted: (path, want) => void worker.trigger([path], REASON_FOR[want]),
    });
    const activity = new ActivityLog(store);
    const recorder = new ActivityRecorder({ activity, clock, log, recorded: events.recorded });
    const keeper = options.drains === true ? undefined : options.hooks;
    const hookChecks = new HookChecks({ keeper, log, changed: events.changed });
    const repositories = new Repositories({
      door,
      clock,
      gate,
      chores,
      rescues: new RescueKeeper({ door, clock, operations }),
      operations,
      records: new RepositoryRecords(store),
      watches: options.drains !== true,
      moved: events.moved,
      retimed: events.retimed,
      looked: (path, before, result) => {
        meter.looked(path, result);
        recorder.looked(path, before, result);
        void opened.tasks.noticed(path);
      },
      read: (tracked) => hookChecks.looked(tracked),
    });
    const worker = new LookWorker({
      jobs,
      clock,
      log,
      name,
      parallel: PARALLEL_LOOKS,
      random: Math.random,
      crowded: (looking) => gate.crowded(looking),
      triggered: (paths, reason) => gate.heard(paths, reason),
      run: (path, reasons, signal) => repositories.look(path, reasons, signal),
      changed: events.changed,
    });
    const opened = openTasks({
      store,
      door,
      clock,
      name,
      looks: {
        list: () => jobs.list(),
        retry: ({ repository }) => void worker.trigger([repository], "sync"),
        discard: ({ job }) => jobs.discard(job),
      },
      tracked: () => repositories.all(),
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
            [
              ...chores.warnings(tracked),
              ...hookChecks.warnings(tracked.path),
              ...opened.tasks.warnings(tracked.path),
            ],
          ),
        );
    };
    return {
      door,
      gate,
      repositories,
      worker,
      jobs,
      operations,
      activity,
      meter,
      chores,
      hookChecks,
      opened,
      statuses,
      list: async () => options.host?.repositories() ?? listRegistered(door),
      async lookAndWait(paths, reason) {
        repositories.requireAll(paths);
        for (const path of paths) chores.asked(path, reason);
        await Promise.all(paths.map((path) => worker.triggerAndWait(path, reason)));
        const byPath = new Map(statuses().map((status) => [status.path, status]));
        const results = repositories.all().flatMap(({ path, last }) => {
          const status = byPath.get(path);
          if (!paths.includes(path) || status === undefined) return [];
          const { pushed, pulled, rescued, durationMs } = last ?? NOTHING_DONE;
          return [{ path, status, pushed, pulled, rescued, durationMs }];
        });
        return { results };
      },
      async close() {
        await worker.stop();
        await opened.tasks.close();
        hookChecks.close();
        await chores.close();
        await repositories.close();
        recorder.close();
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

/** Brings the tracked repositories in step with the list of those that there are to sync. */
export async function loadRegistered({
  hookChecks,
  list,
  opened,
  repositories,
  worker,
}: Engine): Promise<{ added: readonly AbsolutePath[]; removed: readonly AbsolutePath[] }> {
  const registered = await list();
  const added = registered.filter((path) => !repositories.has(path));
  const removed = repositories.paths().filter((path) => !registered.includes(path));
  await repositories.add(added);
  for (const path of removed) {
    await worker.forget(path);
    await opened.tasks.forget(path);
    await repositories.remove(path);
    hookChecks.forget(path);
  }
  return { added, removed };
}
