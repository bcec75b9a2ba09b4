import type { Clock } from "../clock.ts";
import { activityKind, type EarlierLook } from "../decide/activity.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { LookResult } from "../decide/repository-status.ts";
import type { Log } from "../log/events.ts";
import type { ActivityEntry } from "../socket/activity-schema.ts";
import type { ActivityLog, NewActivity } from "../store/activity-log.ts";
import { despiteStoreNow } from "../store/despite-store.ts";

/** How long quiet looks are counted in memory before they are written down as one entry. */
const QUIET_SLOT_MS = 5 * 60_000;

/** After how many entries old ones are forgotten; more go at once than came since. */
const PRUNE_EVERY = 500;

/** What an {@link ActivityRecorder} needs. */
export interface ActivityRecorderParts {
  readonly activity: ActivityLog;
  readonly clock: Clock;
  readonly log: Log;
  /** Called for each entry that was written down. */
  readonly recorded: (entry: ActivityEntry) => void;
}

/**
 * Keeps the timeline: each look that did or met something, and how many did not.
 *
 * An idle agent writes a row for each repository and five minutes; a crash loses the count of those.
 */
export class ActivityRecorder {
  readonly #parts: ActivityRecorderParts;
  #added = 0;
  readonly #quiet = new Map<AbsolutePath, NewActivity>();

  constructor(parts: ActivityRecorderParts) {
    this.#parts = parts;
  }

  /** A look has ended. */
  looked(repository: AbsolutePath, before: EarlierLook | null, look: LookResult): void {
    const now = this.#parts.clock.now();
    const kind = activityKind(before, look);
    const { branch, durationMs, failure, hold, pushed, pulled, rescued } = look;
    const entry: NewActivity = {
      repository,
      kind,
      at: now,
      until: now,
      looks: 1,
      durationMs: Math.round(durationMs),
      pushed,
      pulled,
      branch,
      rescued,
      hold,
      failure: failure && { kind: failure.kind, detail: failure.detail },
    };
    if (kind !== "quiet") {
      this.#write(repository);
      this.#add(entry);
      return;
    }
    const counted = this.#quiet.get(repository);
    const goes = counted !== undefined && counted.hold === hold;
    if (!goes) this.#write(repository);
    const sum = goes
      ? {
          ...counted,
          until: now,
          looks: counted.looks + 1,
          durationMs: counted.durationMs + entry.durationMs,
        }
      : entry;
    this.#quiet.set(repository, sum);
    if (now - sum.at >= QUIET_SLOT_MS) this.#write(repository);
  }

  /** Writes down what was only counted so far. */
  close(): void {
    for (const repository of this.#quiet.keys()) this.#write(repository);
  }

  #write(repository: AbsolutePath): void {
    const counted = this.#quiet.get(repository);
    if (counted === undefined) return;
    this.#quiet.delete(repository);
    this.#add(counted);
  }

  /** The timeline is for people to read: a full disk must not stop a look. */
  #add(entry: NewActivity): void {
    const { activity, clock, log, recorded } = this.#parts;
    const added = despiteStoreNow(log, () => {
      if (this.#added % PRUNE_EVERY === 0) activity.prune(clock.now());
      this.#added += 1;
      return activity.add(entry);
    });
    if (added !== undefined) recorded(added);
  }
}
