import { existsSync } from "node:fs";
import { realpath, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import { pollIntervalMs } from "../decide/poll.ts";
import type { Log } from "../log/events.ts";
import { agentMetrics } from "../metrics/agent-metrics.ts";
import { writeMetrics } from "../metrics/exposition.ts";
import { type HealthServer, startHealthServer } from "../socket/health-server.ts";
import type { ListenAddress } from "../socket/listen-address.ts";
import { toMove } from "../socket/move-schema.ts";
import { type LookReply, type LookRequest, PROTOCOL } from "../socket/protocol.ts";
import { type AgentServer, startServer } from "../socket/server.ts";
import type { Status } from "../socket/status-schema.ts";
import { countSpooled, type SpoolBatch } from "../spool/spool.ts";
import { watchGlobalConfig } from "../watch/watch-global-config.ts";
import type { Watch } from "../watch/watch-repository.ts";
import { type Engine, type EngineOptions, loadRegistered, openEngine } from "./engine.ts";
import { NetworkWatch } from "./network-watch.ts";
import { Poller } from "./poller.ts";
import { SpoolIntake } from "./spool-intake.ts";
import { StatusBoard } from "./status-board.ts";
import { Wakes } from "./wakes.ts";

/** What an agent is made of. */
export interface AgentOptions extends EngineOptions {
  readonly version: string;
  /** Where to serve the probes for orchestrators and monitors; nowhere unless asked for. */
  readonly listen?: ListenAddress | undefined;
}

/**
 * Starts the one agent of a state folder: takes the lock, recovers the queue, opens the socket,
 * looks at every repository, then waits for hooks, file events, timers and clients.
 *
 * @throws ConfigError `agent-running` when there is one already
 * @throws StoreError when the database cannot be used
 */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const heard: { agent?: Agent } = {};
  const engine = await openEngine(options, {
    changed: () => heard.agent?.board.changed(),
    moved: (path) => void engine.worker.trigger([path], "refs-moved"),
    opened: (paths) => heard.agent?.opened(paths),
    retimed: (path) => heard.agent?.retime(path),
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
  readonly stopped: Promise<unknown>;
  /** Writes to the agent's log. */
  readonly log: Log;

  readonly #options: AgentOptions;
  readonly #engine: Engine;
  readonly #startedAt: number;
  readonly #ended = Promise.withResolvers<undefined>();
  readonly #poller: Poller;
  readonly #wakes: Wakes;
  #intake: SpoolIntake | undefined;
  #configWatch: Watch | undefined;
  #server: AgentServer | undefined;
  #health: HealthServer | undefined;
  #stopping: Promise<void> | undefined;
  #reloading: Promise<void> = Promise.resolve();

  constructor(options: AgentOptions, engine: Engine) {
    const { clock } = options;
    const { repositories, worker, door, gate, chores } = engine;
    this.#options = options;
    this.#engine = engine;
    this.#startedAt = clock.now();
    this.stopped = this.#ended.promise;
    this.log = door.log;
    this.board = new StatusBoard(() => this.status());
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
        this.#wakes.ticked();
      },
      woke: (sleptMs) => this.#wakes.machineWoke(sleptMs),
    });
  }

  /** Begins to listen. Clients are served first, so that the status can be asked for at once. */
  async open(): Promise<void> {
    const { home, clock, version, listen } = this.#options;
    const { door, repositories, worker } = this.#engine;
    const identity = { pid: process.pid, version };
    await writeFile(home.pid, `${process.pid}\n`).catch(() => undefined);
    const server = await startServer({
      home,
      identity,
      clock,
      log: door.log,
      handlers: {
        status: () => this.status(),
        metrics: () => this.metrics(),
        signal: () => void this.#intake?.drain(),
        look: (request) => this.#look(request),
        preview: ({ repository }, signal) =>
          this.#engine.repositories.preview(
            repository === null ? null : absolutePath(repository),
            signal,
          ),
        moves: ({ repository, limit }) => ({
          moves: this.#engine.operations
            .list({ repository: repository === null ? null : absolutePath(repository), limit })
            .map(toMove),
        }),
        planMove: (move) => ({ id: this.#engine.operations.plan(move) }),
        settleMove: ({ id, outcome }) => void this.#engine.operations.settle(id, outcome),
        reload: async () => {
          await this.reload();
          return { repositories: repositories.paths().length };
        },
        stop: () => void this.stop("a client asked"),
      },
    });
    this.#server = server;
    if (listen !== undefined) {
      const handlers = { status: () => this.status(), metrics: () => this.metrics() };
      this.#health = await startHealthServer({
        address: listen,
        handlers,
        identity,
        clock,
        log: door.log,
      });
    }
    this.board.subscribe((event) => server.publish(event));
    await this.#follow();
    worker.trigger(repositories.paths(), "start");
    this.#intake = new SpoolIntake(home.spool, (batch) => this.#takeIn(batch), door.log);
    this.#configWatch = watchGlobalConfig(this.#options.env, () => {
      this.reload().catch((error: unknown) =>
        door.log("fault.unexpected", { where: "reload", problem: String(error) }),
      );
    });
    door.log("agent.started", { pid: process.pid, version, home: home.root });
  }

  /** Everything that people see of this agent. */
  status(): Status {
    const { home, version, host } = this.#options;
    return {
      agent: {
        pid: process.pid,
        version,
        protocol: PROTOCOL,
        startedAt: new Date(this.#startedAt).toISOString(),
        home: home.root,
        node: process.version,
        headless: host !== undefined,
      },
      repositories: this.#engine.statuses(),
      awaited: host?.awaited() ?? [],
      queue: { ...this.#engine.jobs.counts(), spooled: countSpooled(home.spool) },
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

  /** Ends everything in good order. A second call waits for the first. */
  stop(reason: string): Promise<void> {
    this.#stopping ??= this.#stop(reason);
    return this.#stopping;
  }

  async #stop(reason: string): Promise<void> {
    const { clock, home, host } = this.#options;
    const { log } = this;
    const begunAt = clock.monotonic();
    log("agent.stopping", { reason });
    const hostClosed = host?.close();
    this.#poller.close();
    this.#wakes.close();
    await this.#configWatch?.close();
    await this.#intake?.close();
    await Promise.all([this.#engine.worker.stop(), hostClosed]);
    this.board.close();
    await Promise.all([this.#server?.close(), this.#health?.close()]);
    await rm(home.pid, { force: true });
    log("agent.stopped", { durationMs: Math.round(clock.monotonic() - begunAt) });
    await this.#engine.close();
    this.#ended.resolve(undefined);
  }

  async #look({ repository, wait, occasion = "sync" }: LookRequest): Promise<LookReply> {
    const { repositories, worker, chores } = this.#engine;
    const paths = repository === null ? repositories.paths() : [absolutePath(repository)];
    if (wait) return this.#engine.lookAndWait(paths, occasion);
    repositories.requireAll(paths);
    for (const path of paths) chores.asked(path, occasion);
    worker.trigger(paths, occasion);
    return { results: [] };
  }

  /** Reads the list and the settings again; one reload at a time, in the order they were asked for. */
  reload(): Promise<void> {
    this.#reloading = this.#reloadAfter(this.#reloading);
    return this.#reloading;
  }

  async #reloadAfter(before: Promise<void>): Promise<void> {
    await before.catch(() => undefined);
    const { repositories, worker, chores } = this.#engine;
    await this.#follow();
    chores.settingsChanged(repositories.all());
    worker.trigger(repositories.paths(), "changed-settings");
  }

  /** Begins to follow what was added to the list, and leaves what was taken off. */
  async #follow(): Promise<void> {
    const { added, removed } = await loadRegistered(this.#engine);
    for (const path of added) this.#poller.add(path);
    this.#engine.chores.resume(added);
    for (const path of removed) {
      this.#poller.remove(path);
      this.board.gone(path);
    }
  }

  /** Turns records into looks. What cannot be read may concern any repository. */
  async #takeIn({ records, rejected }: SpoolBatch): Promise<void> {
    const { repositories, worker, door } = this.#engine;
    const found = await Promise.all(
      records.map(async ({ cwd, gitDir }) => {
        // The shell's idea of the current folder may lead through links; ours does not.
        const root = await realpath(cwd).catch(() => cwd);
        return repositories.find(resolve(root, gitDir), root);
      }),
    );
    const known = new Set(found.filter((path): path is AbsolutePath => path !== undefined));
    const kept = worker.trigger(rejected > 0 ? repositories.paths() : known, "hook");
    if (!kept) throw new Error("the queue cannot be written; the records stay");
    door.log("spool.drained", { records: records.length, rejected });
  }
}
