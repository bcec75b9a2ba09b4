import type { AbsolutePath, CommitId } from "../decide/brands.ts";
import type { LookReason } from "../decide/look-reason.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import type { TickEnd } from "../metrics/meter.ts";
import type { AfterPullTable } from "../store/after-pull-table.ts";
import type { TickTools, TickWant } from "../tick/tick-phase.ts";
import { AfterPull } from "./after-pull.ts";
import { AutoCommits } from "./auto-commits.ts";
import { type TickState, Ticks } from "./ticks.ts";
import type { TrackedRepository } from "./tracked-repository.ts";

/** What {@link Chores} needs. */
export interface ChoresParts extends TickTools {
  readonly afterPulls: AfterPullTable;
  /** In [0, 1); spreads retries. */
  readonly random: () => number;
  /** Called when something was asked for that a look must see to. */
  readonly wanted: (repository: AbsolutePath, want: TickWant) => void;
  /** Called when a tick has ended. */
  readonly ticked: (repository: AbsolutePath, end: TickEnd) => void;
  /** Called when what people see of it has changed. */
  readonly changed: () => void;
}

/** What the agent does for a repository besides syncing it: ticks, automatic commits, `afterPull`. */
export class Chores {
  readonly #ticks: Ticks;
  readonly #afterPull: AfterPull;
  readonly #autoCommits: AutoCommits;

  constructor(parts: ChoresParts) {
    this.#ticks = new Ticks(parts);
    this.#afterPull = new AfterPull({ ...parts, table: parts.afterPulls });
    this.#autoCommits = new AutoCommits({
      ...parts,
      changed: (repository) => this.#ticks.ask(repository, "files"),
    });
  }

  /** Asks for a tick, and for the look that does it. */
  tick(repository: AbsolutePath): void {
    this.#ticks.ask(repository, "tick");
  }

  /** A person asks for a look, and sees to it: what was given up is tried again. */
  asked(repository: AbsolutePath, occasion: LookReason): void {
    this.#afterPull.retryNow(repository);
    if (occasion === "tick") this.#ticks.note(repository, "tick");
  }

  /** Whether something was asked for that the next look must see to. */
  isAsked(repository: AbsolutePath): boolean {
    return this.#ticks.isAsked(repository);
  }

  /** Does what was asked for, under the repository's lock. */
  beforeLook(
    { tick }: TrackedRepository,
    place: RepositoryPlace,
    signal: AbortSignal,
  ): Promise<TickState> {
    return this.#ticks.beforeLook(tick, place, signal);
  }

  /** A look took commits. */
  took(
    repository: AbsolutePath,
    commits: { readonly from: CommitId; readonly to: CommitId },
  ): void {
    this.#afterPull.due(repository, commits);
  }

  /** A look has ended: watches the files where they are to be committed. */
  async looked({ path, place, loaded }: TrackedRepository): Promise<void> {
    const settings = loaded?.settings;
    const wanted = place !== null && settings?.autoCommit === true && settings.paused === false;
    await this.#autoCommits.follow(path, wanted);
  }

  /** A poll is due: looks for changed files where they cannot be watched. */
  polled(repository: AbsolutePath): void {
    this.#autoCommits.polled(repository);
  }

  /** Takes up what an earlier agent left of these repositories. */
  resume(repositories: Iterable<AbsolutePath>): void {
    this.#afterPull.resume(repositories);
  }

  /** Settings may have changed: tries again what failed or was held by them. */
  settingsChanged(repositories: Iterable<TrackedRepository>): void {
    this.#afterPull.settingsChanged();
    for (const { path, tick } of repositories) if (tick.failure !== null) this.tick(path);
  }

  /** Sentences for the status of a repository. */
  warnings({ path, tick }: TrackedRepository): readonly string[] {
    return [
      ...tick.warnings,
      ...this.#afterPull.warnings(path),
      ...this.#autoCommits.warnings(path),
    ];
  }

  /** Drops a repository that is no longer ours. */
  async forget(repository: AbsolutePath): Promise<void> {
    this.#ticks.forget(repository);
    await this.#autoCommits.follow(repository, false);
    await this.#afterPull.forget(repository);
  }

  /** Whether something runs outside of looks. */
  get busy(): boolean {
    return this.#afterPull.busy;
  }

  /** Waits for what runs outside of looks. */
  settled(): Promise<void> {
    return this.#afterPull.settled();
  }

  /** Ends everything. */
  async close(): Promise<void> {
    this.#ticks.close();
    await Promise.all([this.#autoCommits.close(), this.#afterPull.close()]);
  }
}
