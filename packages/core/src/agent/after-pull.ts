import { type CommandTools, runSetting } from "../commands/run-setting.ts";
import { loadSettings } from "../config/load-settings.ts";
import {
  type AfterPullEnding,
  addPull,
  afterRun,
  type DueAfterPull,
  runNow,
} from "../decide/after-pull.ts";
import type { AbsolutePath, CommitId } from "../decide/brands.ts";
import { describeCommand } from "../decide/command-ending.ts";
import { describeExit, openGit } from "../git/run-git.ts";
import type { AfterPullTable } from "../store/after-pull-table.ts";
import { despiteStoreNow } from "../store/despite-store.ts";
import { listTrustedConfig } from "../trust/list-trusted-config.ts";

/** What {@link AfterPull} needs. */
export interface AfterPullParts extends CommandTools {
  readonly table: AfterPullTable;
  /** In [0, 1); spreads retries. */
  readonly random: () => number;
  /** Called when what people see of it has changed. */
  readonly changed: () => void;
}

interface Running {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/**
 * Runs `hookline.afterPull` where commits were taken: one run per repository at a time, outside of
 * the look, so that a slow build holds up no push. Commits taken meanwhile are one more run.
 *
 * What is due is on the disk before it runs, and until it ran well; so it runs at least once,
 * whatever ends the agent. A run that the agent's end cut short is made again at the next start.
 */
export class AfterPull {
  readonly #parts: AfterPullParts;
  readonly #due: Map<AbsolutePath, DueAfterPull>;
  readonly #running = new Map<AbsolutePath, Running>();
  readonly #alarms = new Map<AbsolutePath, AbortController>();
  #closed = false;

  constructor(parts: AfterPullParts) {
    this.#parts = parts;
    this.#due = new Map(this.#withStore(() => parts.table.all()) ?? []);
  }

  /** Takes up what an earlier agent left, of these repositories. */
  resume(repositories: Iterable<AbsolutePath>): void {
    for (const repository of repositories) this.#pump(repository);
  }

  /** Asks for a run, because a look took these commits. */
  due(repository: AbsolutePath, took: { readonly from: CommitId; readonly to: CommitId }): void {
    this.#set(repository, addPull(this.#due.get(repository), took, this.#parts.clock.now()));
    this.#pump(repository);
  }

  /** Tries again at once what waits, was held or given up. */
  retryNow(repository: AbsolutePath): void {
    const due = this.#due.get(repository);
    if (due === undefined || this.#running.has(repository)) return;
    this.#set(repository, runNow(due, this.#parts.clock.now()));
    this.#pump(repository);
  }

  /** Tries again at once what was held: it may be allowed now. */
  settingsChanged(): void {
    for (const [repository, { state }] of this.#due) {
      if (state === "held") this.retryNow(repository);
    }
  }

  /** Sentences for the status of a repository. */
  warnings(repository: AbsolutePath): readonly string[] {
    const due = this.#due.get(repository);
    if (due === undefined || due.attempts === 0) return [];
    const times = due.attempts === 1 ? "once" : `${due.attempts} times`;
    const next = due.state === "dead" ? "`hookline sync` tries it again." : "It is tried again.";
    return [`hookline.afterPull failed ${times} (${due.problem ?? ""}). ${next}`];
  }

  /** Ends a repository's run and drops what was due: it is no longer ours. */
  async forget(repository: AbsolutePath): Promise<void> {
    this.#alarms.get(repository)?.abort();
    const running = this.#running.get(repository);
    running?.abort.abort();
    await running?.done;
    this.#set(repository, undefined);
  }

  /** Whether a run is under way. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** Waits for every run that is under way. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) {
      await Promise.all([...this.#running.values()].map(({ done }) => done));
    }
  }

  /** Ends every run. What it had to do is done at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const alarm of this.#alarms.values()) alarm.abort();
    for (const { abort } of this.#running.values()) abort.abort();
    await this.settled();
  }

  /** Runs what is due now, and sets the alarm for what is due later. */
  #pump(repository: AbsolutePath): void {
    const { clock } = this.#parts;
    this.#alarms.get(repository)?.abort();
    const due = this.#due.get(repository);
    if (this.#closed || due?.state !== "ready" || this.#running.has(repository)) return;
    if (due.runAt <= clock.now()) {
      this.#start(repository, due);
      return;
    }
    const alarm = new AbortController();
    this.#alarms.set(repository, alarm);
    clock.sleep(due.runAt - clock.now(), alarm.signal).then(
      () => this.#pump(repository),
      () => undefined,
    );
  }

  #start(repository: AbsolutePath, due: DueAfterPull): void {
    const abort = new AbortController();
    const done = this.#run(repository, due, abort.signal).finally(() => {
      this.#running.delete(repository);
      this.#parts.changed();
      this.#pump(repository);
    });
    this.#running.set(repository, { abort, done });
  }

  async #run(repository: AbsolutePath, due: DueAfterPull, signal: AbortSignal): Promise<void> {
    const ending = await this.#ending(repository, due, signal);
    const now = this.#parts.clock.now();
    const latest = this.#due.get(repository);
    if (signal.aborted || latest === undefined) return;
    this.#set(repository, afterRun(due, latest, ending, { now, random: this.#parts.random() }));
  }

  async #ending(
    repository: AbsolutePath,
    { from, to }: DueAfterPull,
    signal: AbortSignal,
  ): Promise<AfterPullEnding> {
    const { door } = this.#parts;
    const listed = await listTrustedConfig(openGit(door, repository), repository);
    if (listed.kind === "failed") return { kind: "failed", problem: describeExit(listed.exit) };
    const { entries } = listed;
    const run = await runSetting(this.#parts, {
      setting: "afterPull",
      entries,
      signal,
      settings: loadSettings(entries, door.env).settings,
      context: {
        repository,
        occasion: "after-pull",
        took: {
          from,
          to,
        },
      },
    });
    switch (run.kind) {
      case "none":
        return { kind: "succeeded" };
      case "untrusted":
      case "unclear":
        return { kind: "not-allowed" };
      case "ran":
        return run.record.ending.kind === "succeeded"
          ? { kind: "succeeded" }
          : { kind: "failed", problem: describeCommand(run.record) };
    }
  }

  /** What cannot be written down is due in memory all the same. */
  #set(repository: AbsolutePath, due: DueAfterPull | undefined): void {
    if (due === undefined) this.#due.delete(repository);
    else this.#due.set(repository, due);
    this.#withStore(() => this.#parts.table.save(repository, due));
  }

  #withStore<Result>(work: () => Result): Result | undefined {
    return despiteStoreNow(this.#parts.door.log, work);
  }
}
