import { isDeepStrictEqual } from "node:util";
import { DEFAULT_SETTINGS } from "../config/settings-schema.ts";
import type { EarlierLook } from "../decide/activity.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import type { LookResult } from "../decide/repository-status.ts";
import { InputError, StoreError } from "../errors.ts";
import { locate } from "../git/locate.ts";
import { openGit } from "../git/run-git.ts";
import type { PreviewReply } from "../socket/preview-schema.ts";
import type { RepositoryRecords } from "../store/repository-record.ts";
import { type Watch, watchRepository } from "../watch/watch-repository.ts";
import { type LookAtTools, lookAt } from "./look-at.ts";
import { previewAt } from "./preview-at.ts";
import {
  storedResult,
  type TrackedRepository,
  toRecord,
  trackRepository,
} from "./tracked-repository.ts";

/** What {@link Repositories} needs. */
export interface RepositoriesParts extends LookAtTools {
  readonly records: RepositoryRecords;
  /** Called when a repository's refs moved without us being told. */
  readonly moved: (repository: AbsolutePath) => void;
  /** Called when a look found another `syncInterval` or `tickInterval` than before. */
  readonly retimed: (repository: AbsolutePath) => void;
  /** Whether to watch refs and files; without, only what is asked for is looked at. */
  readonly watches: boolean;
  /** Called when a look has ended. */
  readonly looked: (
    repository: AbsolutePath,
    before: EarlierLook | null,
    result: LookResult,
  ) => void;
  /** Called when a look has read the settings; a quiet poll does not. */
  readonly read: (tracked: TrackedRepository) => void;
}

/** The registered repositories: what we know of each, and the watch on it. */
export class Repositories {
  readonly #parts: RepositoriesParts;
  readonly #tracked = new Map<AbsolutePath, TrackedRepository>();
  readonly #watches = new Map<AbsolutePath, Watch>();

  constructor(parts: RepositoriesParts) {
    this.#parts = parts;
  }

  /** What is known of every repository, in the order they were registered. */
  all(): readonly TrackedRepository[] {
    return [...this.#tracked.values()];
  }

  /** The paths of all repositories. */
  paths(): readonly AbsolutePath[] {
    return [...this.#tracked.keys()];
  }

  has(path: AbsolutePath): boolean {
    return this.#tracked.has(path);
  }

  /** @throws InputError for the first path that is not tracked */
  requireAll(paths: readonly AbsolutePath[]): void {
    const stranger = paths.find((path) => !this.has(path));
    if (stranger === undefined) return;
    throw new InputError(`Hookline does not sync ${stranger}.`, {
      code: "not-registered",
      hint: `Run \`hookline add ${stranger}\` first.`,
    });
  }

  /** How often the remote of a repository is asked, in milliseconds. */
  syncIntervalMs(path: AbsolutePath): number {
    return (this.#tracked.get(path)?.loaded?.settings ?? DEFAULT_SETTINGS).syncInterval;
  }

  /** How often a repository's tick runs, in milliseconds; `null` where there is nothing to do. */
  tickIntervalMs(path: AbsolutePath): number | null {
    const settings = this.#tracked.get(path)?.loaded?.settings;
    if (settings === undefined) return null;
    const isSet = settings.tickCommand !== null || settings.tickPath.length > 0;
    return isSet ? settings.tickInterval : null;
  }

  /** The repositories whose pause was to last until now. */
  pausesOver(now: number): readonly AbsolutePath[] {
    const over = this.all().filter(({ loaded }) => {
      const paused = loaded?.settings.paused;
      return typeof paused === "number" && paused <= now;
    });
    return over.map(({ path }) => path);
  }

  /** Finds the repository that a hook's record speaks of. */
  find(gitDir: string, root: string): AbsolutePath | undefined {
    return this.all().find(({ path, place }) => place?.gitDir === gitDir || path === root)?.path;
  }

  /**
   * Begins to track and watch repositories, in this order. One that is missing is tracked too,
   * and looked for.
   */
  async add(paths: readonly AbsolutePath[]): Promise<void> {
    const { door, records } = this.#parts;
    const located = await Promise.all(paths.map((path) => locate(openGit(door, path))));
    for (const [index, path] of paths.entries()) {
      const found = located[index];
      const isThere = found?.kind === "repository" && found.place.root === path;
      if (!isThere)
        door.log("repository.unusable", { repository: path, problem: found?.kind ?? "" });
      const tracked = trackRepository(path, isThere ? found.place : null, records.load(path));
      this.#tracked.set(path, tracked);
      this.#watch(tracked);
      door.log("repository.added", { repository: path });
    }
  }

  /** Tracks a repository no more. What the store remembers of it is kept: it may come back. */
  async remove(path: AbsolutePath): Promise<void> {
    this.#tracked.delete(path);
    this.#parts.gate.forget(path);
    await this.#parts.chores.forget(path);
    await this.#unwatch(path);
    this.#parts.door.log("repository.removed", { repository: path });
  }

  /** Looks at one repository and remembers what came of it. */
  async look(
    path: AbsolutePath,
    reasons: readonly string[],
    signal: AbortSignal,
  ): Promise<GitFailure | null> {
    const before = this.#tracked.get(path);
    if (before === undefined) return null;
    const { log } = this.#parts.door;
    log("look.started", { repository: path, reasons });
    const after = await lookAt(this.#parts, before, reasons, signal);
    if (after.last !== null) this.#parts.looked(path, earlier(before), after.last);
    if (!this.#tracked.has(path)) return null;
    const intervals = () => [this.syncIntervalMs(path), this.tickIntervalMs(path)];
    const intervalsBefore = intervals();
    this.#tracked.set(path, after);
    if (!isDeepStrictEqual(intervals(), intervalsBefore)) this.#parts.retimed(path);
    this.#remember(before, after);
    this.#tell(before, after);
    // A folder that went and came back is another one: its watch died with the first.
    if (after.place === null) await this.#unwatch(path);
    else this.#watch(after);
    if (this.#parts.watches) await this.#parts.chores.looked(after);
    if (after.loaded !== before.loaded) this.#parts.read(after);
    return after.last?.failure ?? null;
  }

  /**
   * Says what looks would do, at one repository or at all.
   *
   * @throws InputError when it is not tracked
   */
  async preview(
    path: AbsolutePath | null,
    signal: AbortSignal,
    alpha?: boolean,
  ): Promise<PreviewReply> {
    if (path !== null) this.requireAll([path]);
    const chosen = this.all().filter((tracked) => path === null || tracked.path === path);
    const previews = await Promise.all(
      chosen.map(async (tracked) => ({
        path: tracked.path,
        ...(await previewAt(this.#parts.door, tracked, signal, alpha)),
      })),
    );
    return { previews };
  }

  /** Ends every watch and writes down when each repository was last in sync. */
  async close(): Promise<void> {
    for (const tracked of this.all()) this.#save(tracked);
    await Promise.all(this.paths().map((path) => this.#unwatch(path)));
  }

  /** Writes to the store only what is new: a poll that found nothing leaves no trace. */
  #remember(before: TrackedRepository, after: TrackedRepository): void {
    const news = (tracked: TrackedRepository) => ({
      ...toRecord(tracked),
      lastLookAt: null,
      lastSuccessAt: tracked.lastSuccessAt === null,
      lastLook: tracked.last && {
        ...storedResult(tracked.last),
        durationMs: 0,
        pushed: 0,
        pulled: 0,
        rescued: [],
      },
      lastTransfer: tracked.lastTransfer,
      lastRescue: tracked.lastRescue,
    });
    if (!isDeepStrictEqual(news(before), news(after))) this.#save(after);
  }

  /** What cannot be written is only memory between two starts: the next look finds it again. */
  #save(tracked: TrackedRepository): void {
    try {
      this.#parts.records.save(toRecord(tracked));
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#parts.door.log("store.failed", { code: error.code, problem: error.message });
    }
  }

  #tell({ last: before, loaded: loadedBefore }: TrackedRepository, after: TrackedRepository): void {
    const { log } = this.#parts.door;
    const { path: repository, last, loaded } = after;
    for (const { key, origin, says } of loaded?.problems ?? []) {
      const known = loadedBefore?.problems.some((problem) => problem.says === says);
      if (known !== true) log("config.problem", { key, file: origin, problem: says });
    }
    if (last === null) return;
    const { durationMs, failure, hold } = last;
    if (failure !== null) {
      // Every poll of a host that is down ends like this; once is enough.
      if (failure.waitsUntil !== undefined && before?.failure?.detail === failure.detail) return;
      log("look.failed", { repository, failure: failure.kind, detail: failure.detail, durationMs });
    } else if (hold !== null) {
      if (hold !== before?.hold) log("look.held", { repository, hold });
    } else {
      const { state, pushed, pulled } = last;
      const worked = pushed > 0 || pulled > 0;
      log(worked ? "look.worked" : "look.rested", {
        repository,
        state,
        pushed,
        pulled,
        durationMs,
      });
    }
  }

  #watch({ path, place }: TrackedRepository): void {
    if (!this.#parts.watches || place === null || this.#watches.has(path)) return;
    const watch = watchRepository(
      place,
      () => this.#parts.moved(path),
      (problem) => this.#parts.door.log("watch.failed", { repository: path, problem }),
    );
    this.#watches.set(path, watch);
  }

  async #unwatch(path: AbsolutePath): Promise<void> {
    await this.#watches.get(path)?.close();
    this.#watches.delete(path);
  }
}

/** How the look before ended, as the timeline wants to know. */
function earlier({ last }: TrackedRepository): EarlierLook | null {
  return last && { hold: last.hold, failure: last.failure?.kind ?? null };
}
