import { isDeepStrictEqual } from "node:util";
import type { AbsolutePath } from "../decide/brands.ts";
import type { Log } from "../log/events.ts";
import type { HookChecker } from "./hook-keeper.ts";
import type { TrackedRepository } from "./tracked-repository.ts";

/** What {@link HookChecks} needs. */
export interface HookChecksParts {
  /** Without one, nothing is ever said about hooks. */
  readonly keeper: HookChecker | undefined;
  readonly log: Log;
  /** Called when what people see of it has changed. */
  readonly changed: () => void;
}

/** A check that runs. */
interface Check {
  /** A look has read the settings again since it began. */
  next: TrackedRepository | null;
}

/** Has the hooks of repositories looked after once a look has read their settings; no look waits for it. */
export class HookChecks {
  readonly #parts: HookChecksParts;
  readonly #sentences = new Map<AbsolutePath, readonly string[]>();
  readonly #running = new Map<AbsolutePath, Check>();
  #closed = false;

  constructor(parts: HookChecksParts) {
    this.#parts = parts;
  }

  /** A look has read the settings of a repository. */
  looked(tracked: TrackedRepository): void {
    const { path } = tracked;
    if (this.#closed || this.#parts.keeper === undefined) return;
    const running = this.#running.get(path);
    if (running !== undefined) {
      running.next = tracked;
      return;
    }
    const check: Check = { next: null };
    this.#running.set(path, check);
    const isHeard = (): boolean => !this.#closed && this.#running.get(path) === check;
    void this.#check(this.#parts.keeper, tracked, isHeard).finally(() => {
      if (!isHeard()) return;
      this.#running.delete(path);
      if (check.next !== null) this.looked(check.next);
    });
  }

  /** Sentences for the status of a repository. */
  warnings(path: AbsolutePath): readonly string[] {
    return this.#sentences.get(path) ?? [];
  }

  /** Drops a repository that is no longer ours. */
  forget(path: AbsolutePath): void {
    this.#sentences.delete(path);
    this.#running.delete(path);
  }

  /** Says nothing more. A check that runs ends unheard. */
  close(): void {
    this.#closed = true;
  }

  async #check(
    keeper: HookChecker,
    { path, place, loaded }: TrackedRepository,
    isHeard: () => boolean,
  ): Promise<void> {
    if (place === null || loaded === null) return;
    const { log, changed } = this.#parts;
    try {
      const sentences = await keeper.check(path, loaded.settings);
      if (!isHeard()) return;
      const before = this.warnings(path);
      if (isDeepStrictEqual(sentences, before)) return;
      this.#sentences.set(path, sentences);
      if (sentences.length > 0)
        log("hooks.displaced", { repository: path, reasons: sentences.length });
      else log("hooks.back", { repository: path });
      changed();
    } catch (error) {
      if (!isHeard()) return;
      log("fault.unexpected", { where: `hooks of ${path}`, problem: String(error) });
    }
  }
}
