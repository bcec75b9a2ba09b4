import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { FeedbackEnd } from "../decide/feedback.ts";
import { predictSyncMs, rememberSync } from "../decide/predict-sync.ts";
import type { HookEvent } from "../spool/record.ts";
import type { TrackedRepository } from "./tracked-repository.ts";

/** Reports that are remembered; a hook asks at once or never. */
const MOST_REMEMBERED = 64;

/**
 * How long before a hook reports a look may have met its commit already: other people's hooks run
 * first, and we watch the refs.
 */
const HOOK_MS = 2000;

/** How the look ended that covers a report. */
export type ReportEnd = Omit<FeedbackEnd, "event" | "files">;

/** What a hook reported of a repository that we sync. */
export interface HookReport {
  readonly event: HookEvent;
  readonly repository: AbsolutePath;
  /** Settles when the look has ended that covers it; `null` where there was none. */
  readonly ended: Promise<ReportEnd | null>;
}

/** What {@link HookReports} needs. */
export interface HookReportsParts {
  readonly clock: Clock;
  /** Settles at the end of the next look at a repository; asked before that look is. */
  readonly nextLook: (repository: AbsolutePath) => Promise<void>;
  /** What is known of a repository. */
  readonly tracked: (repository: AbsolutePath) => TrackedRepository | undefined;
}

/** The reports of hooks by the ids of their records, and how long it took to sync what they reported. */
export class HookReports {
  readonly #parts: HookReportsParts;
  readonly #reports = new Map<string, HookReport>();
  readonly #pastMs = new Map<AbsolutePath, readonly number[]>();

  constructor(parts: HookReportsParts) {
    this.#parts = parts;
  }

  /** Finds a report. */
  get(id: string): HookReport | undefined {
    return this.#reports.get(id);
  }

  /** Predicts how long a report of this repository takes to be synced; `null` where nothing is known. */
  predictMs(repository: AbsolutePath): number | null {
    return predictSyncMs(this.#pastMs.get(repository) ?? []);
  }

  /** Remembers what hooks reported of one repository. Comes before the trigger of the look. */
  remember(
    repository: AbsolutePath,
    reports: readonly { readonly id: string; readonly event: HookEvent }[],
  ): void {
    const ended = this.#endOfNextLook(repository);
    if (reports.some(({ event }) => event === "post-commit")) void this.#learn(repository, ended);
    for (const { id, event } of reports) {
      this.#reports.delete(id);
      this.#reports.set(id, { event, repository, ended });
    }
    for (const old of this.#reports.keys()) {
      if (this.#reports.size <= MOST_REMEMBERED) break;
      this.#reports.delete(old);
    }
  }

  async #endOfNextLook(repository: AbsolutePath): Promise<ReportEnd | null> {
    const { clock, nextLook } = this.#parts;
    const reportedAt = clock.monotonic();
    const since = new Date(clock.now() - HOOK_MS).toISOString();
    await nextLook(repository);
    const tracked = this.#parts.tracked(repository);
    if (tracked === undefined || tracked.last === null) return null;
    const { last: result, lastTransfer, lastRescue } = tracked;
    return { result, lastTransfer, lastRescue, since, durationMs: clock.monotonic() - reportedAt };
  }

  /** A commit has something to push, so the time until its look came to rest is that of a push. */
  async #learn(repository: AbsolutePath, ended: HookReport["ended"]): Promise<void> {
    const end = await ended;
    if (end === null || end.result.failure !== null || end.result.hold !== null) return;
    const past = this.#pastMs.get(repository) ?? [];
    this.#pastMs.set(repository, rememberSync(past, end.durationMs));
  }
}
