import { existsSync } from "node:fs";
import { realpath, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import { type LookReply, type LookRequest, PROTOCOL } from "../socket/protocol.ts";
import { type AgentServer, startServer } from "../socket/server.ts";
import type { Status } from "../socket/status-schema.ts";
import { countSpooled, type SpoolBatch } from "../spool/spool.ts";
import { watchGlobalConfig } from "../watch/watch-global-config.ts";
import type { Watch } from "../watch/watch-repository.ts";
import { type Engine, type EngineOptions, loadRegistered, openEngine } from "./engine.ts";
import { Poller } from "./poller.ts";
import { SpoolIntake } from "./spool-intake.ts";
import { StatusBoard } from "./status-board.ts";

/** What an agent is made of. */
export interface AgentOptions extends EngineOptions {
  readonly version: string;
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

  readonly #options: AgentOptions;
  readonly #engine: Engine;
  readonly #startedAt: number;
  readonly #ended = Promise.withResolvers<undefined>();
  readonly #poller: Poller;
  #intake: SpoolIntake | undefined;
  #configWatch: Watch | undefined;
  #server: AgentServer | undefined;
  #stopping: Promise<void> | undefined;
  #reloading: Promise<void> = Promise.resolve();

  constructor(options: AgentOptions, engine: Engine) {
    const { clock } = options;
    const { repositories, worker, door } = engine;
    this.#options = options;
    this.#engine = engine;
    this.#startedAt = clock.now();
    this.stopped = this.#ended.promise;
    this.board = new StatusBoard(() => this.status());
    this.#poller = new Poller({
      clock,
      random: Math.random,
      intervalMs: (path) => repositories.syncIntervalMs(path),
      poll: (path) => void worker.trigger([path], "poll"),
      // Without its folder nobody can find the agent, and another could start beside it.
      ticked: () => void (existsSync(options.home.lock) || this.stop("its state folder is gone")),
      woke: (sleptMs) => {
        door.log("agent.woke", { sleptMs });
        worker.trigger(repositories.paths(), "wake");
      },
    });
  }

  /** Begins to listen. Clients are served first, so that the status can be asked for at once. */
  async open(): Promise<void> {
    const { home, clock, version } = this.#options;
    const { door, repositories, worker } = this.#engine;
    await writeFile(home.pid, `${process.pid}\n`).catch(() => undefined);
    const server = await startServer({
      home,
      identity: { pid: process.pid, version },
      clock,
      log: door.log,
      handlers: {
        status: () => this.status(),
        signal: () => void this.#intake?.drain(),
        look: (request) => this.#look(request),
        reload: async () => {
          await this.#reload();
          return { repositories: repositories.paths().length };
        },
        stop: () => void this.stop("a client asked"),
      },
    });
    this.#server = server;
    this.board.subscribe((event) => server.publish(event));
    await this.#follow();
    worker.trigger(repositories.paths(), "start");
    this.#intake = new SpoolIntake(home.spool, (batch) => this.#takeIn(batch), door.log);
    this.#configWatch = watchGlobalConfig(this.#options.env, () => {
      this.#reload().catch((error: unknown) =>
        door.log("fault.unexpected", { where: "reload", problem: String(error) }),
      );
    });
    door.log("agent.started", { pid: process.pid, version, home: home.root });
  }

  /** Everything that people see of this agent. */
  status(): Status {
    const { home, version } = this.#options;
    return {
      agent: {
        pid: process.pid,
        version,
        protocol: PROTOCOL,
        startedAt: new Date(this.#startedAt).toISOString(),
        home: home.root,
        node: process.version,
      },
      repositories: this.#engine.statuses(),
      queue: { ...this.#engine.jobs.counts(), spooled: countSpooled(home.spool) },
    };
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
    const { clock, home } = this.#options;
    const { log } = this.#engine.door;
    const begunAt = clock.monotonic();
    log("agent.stopping", { reason });
    this.#poller.close();
    await this.#configWatch?.close();
    await this.#intake?.close();
    await this.#engine.worker.stop();
    this.board.close();
    await this.#server?.close();
    await rm(home.pid, { force: true });
    log("agent.stopped", { durationMs: Math.round(clock.monotonic() - begunAt) });
    await this.#engine.close();
    this.#ended.resolve(undefined);
  }

  async #look({ repository, wait }: LookRequest): Promise<LookReply> {
    const { repositories, worker } = this.#engine;
    const paths = repository === null ? repositories.paths() : [absolutePath(repository)];
    if (wait) return this.#engine.lookAndWait(paths, "sync");
    repositories.requireAll(paths);
    worker.trigger(paths, "sync");
    return { results: [] };
  }

  /** Reads the list and the settings again; one reload at a time, in the order they were asked for. */
  #reload(): Promise<void> {
    this.#reloading = this.#reloadAfter(this.#reloading);
    return this.#reloading;
  }

  async #reloadAfter(before: Promise<void>): Promise<void> {
    await before.catch(() => undefined);
    const { repositories, worker } = this.#engine;
    await this.#follow();
    worker.trigger(repositories.paths(), "changed-settings");
  }

  /** Begins to follow what was added to the list, and leaves what was taken off. */
  async #follow(): Promise<void> {
    const { added, removed } = await loadRegistered(this.#engine);
    for (const path of added) this.#poller.add(path);
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
