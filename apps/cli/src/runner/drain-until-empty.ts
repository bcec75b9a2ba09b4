/** How one turn of a runner ended. */
export interface Turn {
  /** Whether what was there has been done, by us or by an agent. */
  readonly done: boolean;
  /** Whether a look came due while the turn ended. */
  readonly left: boolean;
}

/** What a runner does, one thing after the other. */
export interface RunnerSteps {
  /** Does what waits; others cannot while it lasts. */
  readonly drain: () => Promise<Turn>;
  readonly dropClaim: () => void | Promise<void>;
  readonly isSpoolEmpty: () => boolean | Promise<boolean>;
  /** False when another runner has it. */
  readonly takeClaim: () => boolean | Promise<boolean>;
}

/**
 * Drains until nothing is left, and misses no hook that relied on it.
 *
 * A hook writes its record, then looks at the claim, and leaves the record to whoever has it. So the
 * claim goes first, and the spool is looked at last: a hook that still saw the claim has written its
 * record before that look, and any other starts a runner of its own.
 *
 * @returns whether nothing is left that this runner was to do
 */
export async function drainUntilEmpty(steps: RunnerSteps): Promise<boolean> {
  for (;;) {
    const { done, left } = await steps.drain();
    await steps.dropClaim();
    if (!done || (!left && (await steps.isSpoolEmpty()))) return done;
    if (!(await steps.takeClaim())) return true;
  }
}
