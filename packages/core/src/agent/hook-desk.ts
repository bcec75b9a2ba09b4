import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import type { Clock } from "../clock.ts";
import { loadSettings } from "../config/load-settings.ts";
import { DEFAULT_SETTINGS, type Settings } from "../config/settings-schema.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { listConfig } from "../git/config-list.ts";
import { openGit } from "../git/run-git.ts";
import type { Home } from "../home.ts";
import type { CanaryReply, CanaryRequest, FeedbackRequest } from "../socket/protocol.ts";
import { probeSpool } from "../spool/probe-spool.ts";
import { CANARY, type HookEvent, type SpoolRecord } from "../spool/record.ts";
import { countSpooled, type SpoolBatch } from "../spool/spool.ts";
import { Canaries } from "./canaries.ts";
import type { Engine } from "./engine.ts";
import { HookFeedback } from "./hook-feedback.ts";
import { HookReports } from "./hook-reports.ts";
import { SpoolIntake } from "./spool-intake.ts";
import type { TrackedRepository } from "./tracked-repository.ts";

/** What {@link HookDesk} needs. */
export interface HookDeskParts {
  readonly home: Home;
  readonly clock: Clock;
  readonly engine: Engine;
  /** Reads the list of repositories again, for a record of one that is not on it. */
  readonly relist: (() => Promise<void>) | undefined;
}

/** A record of something that happened, and the repository that it speaks of. */
interface Reported {
  readonly repository: AbsolutePath;
  readonly id: string;
  readonly event: HookEvent;
}

/** Where hooks report: makes looks of their records, and answers those that wait for a line to print. */
export class HookDesk {
  readonly #parts: HookDeskParts;
  readonly #canaries: Canaries;
  readonly #reports: HookReports;
  readonly #feedback: HookFeedback;
  readonly #opened = Promise.withResolvers<void>();
  #intake: SpoolIntake | undefined;

  constructor(parts: HookDeskParts) {
    const { clock, engine } = parts;
    const { door, worker } = engine;
    this.#parts = parts;
    this.#canaries = new Canaries(clock);
    this.#reports = new HookReports({
      clock,
      nextLook: (path) => worker.nextLook(path),
      tracked: (path) => this.#tracked(path),
    });
    this.#feedback = new HookFeedback({
      clock,
      door,
      reports: this.#reports,
      settings: (path) => this.#settings(path),
      drain: () => this.drain(),
      queued: (path) => engine.opened.tasks.queuedBy(path),
    });
  }

  /** Begins to take in what lies in the spool, and what comes. */
  open(): void {
    const { home, clock, engine } = this.#parts;
    this.#intake = new SpoolIntake({
      home,
      clock,
      log: engine.door.log,
      keep: (batch) => this.#takeIn(batch),
    });
    this.#opened.resolve();
  }

  /** Takes in what hooks have left, once the desk is open: the socket is before it. Never rejects. */
  async drain(): Promise<void> {
    await this.#opened.promise;
    await this.#intake?.drain();
  }

  /** Takes in what hooks left where neither their poke nor the watch has told us. */
  beat(): void {
    const { poked, spool } = this.#parts.home;
    if (existsSync(poked) || countSpooled(spool) > 0) void this.drain();
  }

  /**
   * Says in one line what came of a hook's record, or nothing.
   *
   * @param signal aborted when the hook has gone
   */
  async feedback(request: FeedbackRequest, signal: AbortSignal): Promise<string> {
    if (!request.lost) return this.#feedback.line(request, signal);
    await this.#lookEverywhere(request.id);
    return "";
  }

  /** Says which records of canaries have arrived; see {@link Canaries.ask}. */
  async canary(request: CanaryRequest, signal: AbortSignal): Promise<CanaryReply> {
    await this.drain();
    return this.#canaries.ask(request, signal);
  }

  /** Takes no more records. */
  async close(): Promise<void> {
    this.#opened.resolve();
    await this.#intake?.close();
  }

  #tracked(path: AbsolutePath): TrackedRepository | undefined {
    return this.#parts.engine.repositories.all().find((tracked) => tracked.path === path);
  }

  #wantsHooks(path: AbsolutePath): boolean {
    return this.#tracked(path)?.loaded?.settings.hooks ?? DEFAULT_SETTINGS.hooks;
  }

  /** The settings as the last look read them; before the first one, as they are now. */
  async #settings(path: AbsolutePath): Promise<Settings> {
    const { door } = this.#parts.engine;
    const loaded = this.#tracked(path)?.loaded;
    if (loaded) return loaded.settings;
    const listed = await listConfig(openGit(door, path));
    return loadSettings(listed.kind === "listed" ? listed.entries : [], door.env).settings;
  }

  /** A hook could not leave its record, so nobody knows where something happened. */
  async #lookEverywhere(id: string): Promise<void> {
    const { home, engine } = this.#parts;
    engine.worker.trigger(engine.repositories.paths(), "hook");
    engine.door.log("hook.failed-open", { id, problem: await probeSpool(home.spool) });
  }

  /** Turns records into looks. What cannot be read may concern any repository. */
  async #takeIn({ records, rejected }: SpoolBatch): Promise<void> {
    const { repositories, worker, door, opened } = this.#parts.engine;
    const reported = (await Promise.all(records.map((record) => this.#findOut(record)))).flat();
    const byRepository = Map.groupBy(reported, ({ repository }) => repository);
    // Before the trigger, so that they wait for a look that has not begun.
    for (const [path, reports] of byRepository) this.#reports.remember(path, reports);
    for (const [path, reports] of byRepository) void opened.tasks.noticed(path, reports.length);
    const concerned = rejected > 0 ? repositories.paths() : byRepository.keys();
    if (!worker.trigger(new Set(concerned), "hook")) {
      throw new Error("the queue cannot be written; the records stay");
    }
    door.log("spool.drained", { records: records.length, rejected });
  }

  /** Finds the repository that a record speaks of, where it is ours and wants its hooks heard. */
  async #findOut({ event, id, cwd, gitDir }: SpoolRecord): Promise<readonly Reported[]> {
    if (event === CANARY) {
      this.#canaries.arrive(id);
      return [];
    }
    const { engine, relist } = this.#parts;
    const { repositories } = engine;
    // The shell's idea of the current folder may lead through links; ours does not.
    const root = await realpath(cwd).catch(() => cwd);
    const find = () => repositories.find(resolve(root, gitDir), root);
    if (find() === undefined) await relist?.();
    const repository = find();
    const isHeard = repository !== undefined && this.#wantsHooks(repository);
    return isHeard ? [{ repository, id, event }] : [];
  }
}
