/** When a trouble of a repository was told, so that it is not told again and again. */
export interface Told {
  readonly at: number;
  /** How often this very trouble was told. */
  readonly times: number;
}

/**
 * What {@link decideNotes} has to remember from one time to the next. Times are milliseconds since the
 * epoch, and repositories are named by their paths.
 */
export interface NotificationMemory {
  /** When the tray started or the machine woke. */
  readonly wokeAt: number;
  /** Since when each repository is in the trouble that it is in. */
  readonly since: ReadonlyMap<string, { readonly trouble: string; readonly at: number }>;
  /** By the repository and the trouble, so that one that comes and goes by turns with another is known again. */
  readonly told: ReadonlyMap<string, Told>;
  /** The repositories that have a note of their own on the screen: when it came, and what it says. */
  readonly live: ReadonlyMap<string, { readonly at: number; readonly trouble: string }>;
  /** Those that share one note. */
  readonly summed: ReadonlySet<string>;
  /** The last rescue that is known of each; `null`: none. */
  readonly rescues: ReadonlyMap<string, string | null>;
  /** Jobs of tasks that gave up, and were told or were there before us; `null` before the first look. */
  readonly dead: ReadonlySet<string> | null;
}

/** The memory of a tray that has just started. */
export function freshMemory(now: number): NotificationMemory {
  return {
    wokeAt: now,
    since: new Map(),
    told: new Map(),
    live: new Map(),
    summed: new Set(),
    rescues: new Map(),
    dead: null,
  };
}

/** The memory after the machine woke: what looks like trouble now may only be a network that comes up. */
export function afterWake(memory: NotificationMemory, now: number): NotificationMemory {
  return { ...memory, wokeAt: now };
}
