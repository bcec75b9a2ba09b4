import { once } from "node:events";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import { pollIntervalMs } from "../decide/poll.ts";
import type { Log } from "../log/events.ts";
import { LOG_NAME } from "../log/log-file.ts";
import { agentMetrics } from "../metrics/agent-metrics.ts";
import { writeMetrics } from "../metrics/exposition.ts";
import type { ActivityEntry } from "../socket/activity-schema.ts";
import type { ListenAddress } from "../socket/listen-address.ts";
import { type LookReply, type LookRequest, PROTOCOL } from "../socket/protocol.ts";
import type { Status } from "../socket/status-schema.ts";
import { countSpooled } from "../spool/spool.ts";
import { watchGlobalConfig } from "../watch/watch-global-config.ts";
import type { Watch } from "../watch/watch-repository.ts";
import { queueStatus } from "./agent-status.ts";
import { type Engine, type EngineOptions, loadRegistered, openEngine } from "./engine.ts";
import { HookDesk } from "./hook-desk.ts";
import { type AgentEnd, endWhenIdle, type IdleWatch, isLookDue } from "./idle-watch.ts";
import { NetworkWatch } from "./network-watch.ts";
import { type Doors, openDoors } from "./open-doors.ts";
import { removePidFile, writePidFile } from "./pid-file.ts";
import { Poller } from "./poller.ts";
import { StatusBoard } from "./status-board.ts";
import { Wakes } from "./wakes.ts";

/** What an agent is made of. */
export interface AgentOptions extends EngineOptions {
  readonly version: string;
  /** Where to serve the probes for orchestrators and monitors; nowhere unless asked for. */
  readonly listen?: ListenAddress | undefined;
  /** Where the dashboard's built page lies; without it, no browser is let in. */
  readonly page?: AbsolutePath | undefined;
}

/**
 * Starts the one agent of a state folder: takes the lock, recovers the queue, opens the socket,
 * looks at every repository, then waits for hooks, file events, timers and clients.
 *
 * One that only drains (`drains`) makes the looks that wait, serves clients meanwhile, and ends.
 *
 * @throws ConfigError `agent-running` when there is one already
 * @throws StoreError when the database cannot be used
 */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const heard: { agent?: Agent } = {};
  const engine = await openEngine(options, {
    changed: () => heard.agent?.board.changed(),
    moved: (path) => {
      engine.worker.trigger([path], "refs-moved");
      void engine.opened.tasks.noticed(path);
    },
    opened: (paths) => heard.agent?.opened(paths),
    retimed: (path) => heard.agent?.retime(path),
    recorded: (entry) => heard.agent?.recorded(entry),
  });
  const agent = new Agent(options, engine);
  heard.agent = agent;
  try {
    await agent.open();
  } catch (error) {
    await agent.stop("failed to start");
    throw error;
  }
  return agent;
}

/** The one agent of a state folder, at work. */
export class Agent {
  /** Tells what changes in the status. */
  readonly board: StatusBoard;
  /** Settles when the agent has stopped, whoever asked for it. */
  readonly stopped: Promise<AgentEnd>;
  /** Writes to the agent's log. */
  readonly log: Log;

  readonly #options: AgentOptions;
  readonly #engine: Engine;
  readonly #startedAt: number;
  readonly #ended = Promise.withResolvers<AgentEnd>();
  readonly #poller: Poller;
  readonly #hooks: HookDesk;
  readonly #wakes: Wakes;
  #configWatch: Watch | undefined;
  #idle: IdleWatch | undefined;
  #doors: Doors | undefined;
  #stopping: Promise<void> | undefined;
  #listing: Promise<void> = Promise.resolve();

  constructor(options: AgentOptions, engine: Engine) {
    const { clock } = options;
    const { repositories, worker, door, gate, chores } = engine;
    this.#options = options;
    this.#engine = engine;
    this.#startedAt = clock.now();
    this.stopped = this.#ended.promise;
    this.log = door.log;
    this.board = new StatusBoard(() => this.status());
    // Nothing else tells a runner of what was added since it started.
    const relist = options.drains === true ? () => this.#relist() : undefined;
    this.#hooks = new HookDesk({ home: options.home, clock, engine, relist });
    this.#wakes = new Wakes({
      clock,
      gate,
      log: door.log,
      random: Math.random,
      network: new NetworkWatch(),
      repositories: () => repositories.all(),
      wake: (path) => void worker.trigger([path], "wake"),
    });
    this.#poller = new Poller({
      clock,
      random: Math.random,
      intervalMs: (path) => pollIntervalMs(repositories.syncIntervalMs(path), gate.sharing(path)),
      poll: (path) => {
        worker.trigger([path], "poll");
        chores.polled(path);
      },
      tickIntervalMs: (path) => repositories.tickIntervalMs(path),
      tick: (path) => chores.tick(path),
      ticked: () => {
        // Without its folder nobody can find the agent, and another could start beside it.
        if (!existsSync(options.home.lock)) void this.stop("its state folder is gone");
        worker.trigger(repositories.pausesOver(clock.now()), "changed-settings");
        this.#hooks.beat();
        this.#wakes.ticked();
      },
      woke: (sleptMs) => this.#wakes.machineWoke(sleptMs),
    });
  }

  /** Begins to listen. Clients are served first, so that the status can be asked for at once. */
  async open(): Promise<void> {
    const { home, version, listen, page, drains = false } = this.#options;
    const { door, repositories, worker } = this.#engine;
    writePidFile(home.pid);
    // Whoever made it has ended, or finds the lock taken; a dead one's id may be another's by now.
    if (!drains) await rm(home.runnerClaim, { force: true }).catch(() => undefined);
    const doors = await openDoors({
      ...this.#options,
      engine: this.#engine,
      desk: this.#hooks,
      identity: { pid: process.pid, version, drains },
      listen,
      page,
      status: () => this.status(),
      metrics: () => this.metrics(),
      look: (request, signal) => this.#look(request, signal),
      reload: () => this.reload(),
      stop: () => void this.stop("a client asked"),
    });
    this.#doors = doors;
    this.board.subscribe((event) => doors.publish(event));
    await this.#relist();
    const begun = { pid: process.pid, version, home: home.root };
    if (drains) door.log("runner.started", { ...begun, spooled: countSpooled(home.spool) });
    worker.trigger(drains ? [] : repositories.paths(), "start");
    this.#hooks.open();
    // What hooks report comes first; the start does not wait for it.
    void this.#hooks.drain().then(() => this.#engine.opened.tasks.open());
    if (drains) {
      this.#idle = endWhenIdle(this.#options, this.#engine, (...end) => void this.stop(...end));
      return;
    }
    this.#configWatch = watchGlobalConfig(this.#options.env, () => {
      this.reload().catch((error: unknown) =>
        door.log("fault.unexpected", { where: "reload", problem: String(error) }),
      );
    });
    door.log("agent.started", begun);
  }

  /** Everything that people see of this agent. */
  status(): Status {
    const { home, version, host, drains = false } = this.#options;
    return {
      agent: {
        pid: process.pid,
        version,
        protocol: PROTOCOL,
        startedAt: new Date(this.#startedAt).toISOString(),
        home: home.root,
        log: join(home.logs, LOG_NAME),
        node: process.version,
        headless: host !== undefined,
        drains,
      },
      repositories: this.#engine.statuses(),
      awaited: host?.awaited() ?? [],
      queue: queueStatus(
        this.#engine.jobs.counts(),
        this.#engine.opened.tasks.counts,
        countSpooled(home.spool),
      ),
    };
  }

  /** What was measured, in Prometheus' text format. */
  metrics(): string {
    const memoryBytes = process.memoryUsage.rss();
    return writeMetrics(agentMetrics(this.status(), this.#engine.meter, memoryBytes));
  }

  /** Wakes the repositories of a host that serves again. */
  opened(paths: readonly AbsolutePath[]): void {
    this.#wakes.opened(paths);
  }

  /** Polls a repository at its new interval. */
  retime(path: AbsolutePath): void {
    this.#poller.retime(path);
  }

  /** Tells everyone who listens of a new entry of the timeline. */
  recorded(entry: ActivityEntry): void {
    this.#doors?.publish({ type: "activity", entry });
  }

  /** Ends everything in good order. A second call waits for the first. */
  stop(reason: string, why: AgentEnd["why"] = "asked"): Promise<void> {
    this.#stopping ??= this.#stop(reason, why);
    return this.#stopping;
  }

  async #stop(reason: string, why: AgentEnd["why"]): Promise<void> {
    const { clock, home, host } = this.#options;
    const { log } = this;
    const begunAt = clock.monotonic();
    log("agent.stopping", { reason });
    const hostClosed = host?.close();
    this.#idle?.close();
    this.#poller.close();
    this.#wakes.close();
    await this.#configWatch?.close();
    await this.#hooks.close();
    await Promise.all([this.#engine.worker.stop(), hostClosed]);
    this.board.close();
    await this.#doors?.close();
    removePidFile(home.pid);
    log("agent.stopped", { durationMs: Math.round(clock.monotonic() - begunAt) });
    const left = isLookDue(this.#engine, clock.now());
    await this.#engine.close();
    this.#ended.resolve({ why, left });
  }

  async #look(
    { repository, wait, occasion = "sync" }: LookRequest,
    signal: AbortSignal,
  ): Promise<LookReply> {
    const { repositories, worker, chores } = this.#engine;
    // The server says so, as soon as it closes; then whoever asks may look again for an agent.
    if (this.#stopping !== undefined && !signal.aborted) await once(signal, "abort");
    signal.throwIfAborted();
    const paths = repository === null ? repositories.paths() : [absolutePath(repository)];
    if (wait) return this.#engine.lookAndWait(paths, occasion);
    repositories.requireAll(paths);
    for (const path of paths) chores.asked(path, occasion);
    worker.trigger(paths, occasion);
    return { results: [] };
  }

  /** Reads the list and the settings again. */
  async reload(): Promise<void> {
    const { repositories, worker, chores, opened } = this.#engine;
    await this.#relist();
    await opened.tasks.settingsChanged();
    chores.settingsChanged(repositories.all());
    worker.trigger(repositories.paths(), "changed-settings");
  }

  /** Reads the list, once at a time: an older one must not undo a newer one. */
  #relist(): Promise<void> {
    this.#listing = this.#listing.catch(() => undefined).then(() => this.#follow());
    return this.#listing;
  }

  /** Begins to follow what was added to the list, and leaves what was taken off. */
  async #follow(): Promise<void> {
    const { added, removed } = await loadRegistered(this.#engine);
    for (const path of this.#options.drains === true ? [] : added) this.#poller.add(path);
    this.#engine.chores.resume(added);
    for (const path of removed) {
      this.#poller.remove(path);
      this.board.gone(path);
    }
  }
}
