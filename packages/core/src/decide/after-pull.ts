import type { CommitId } from "./brands.ts";
import { retryDelayMs } from "./retry.ts";

/** Attempts after which `afterPull` is given up until there is news, or a person asks. */
export const MOST_ATTEMPTS = 8;

/**
 * What a repository's `afterPull` has to do. Times are milliseconds since the epoch.
 *
 * - `ready`: it runs at `runAt`. Left by running well (then there is nothing left), by failing
 *   {@link MOST_ATTEMPTS} times, or by not being allowed to run.
 * - `held`: the command is not trusted, or cannot be understood. Left when settings change.
 * - `dead`: it failed too often. Left by the next pull, or when a person asks.
 */
export interface DueAfterPull {
  readonly state: "ready" | "held" | "dead";
  /** Where the branch stood when the command last ran well, as far as this agent knows. */
  readonly from: CommitId;
  readonly to: CommitId;
  readonly attempts: number;
  readonly runAt: number;
  /** The last words of the last attempt that failed. */
  readonly problem: string | null;
}

/** How a run of the command ended. */
export type AfterPullEnding =
  | { readonly kind: "succeeded" }
  | { readonly kind: "failed"; readonly problem: string }
  | { readonly kind: "not-allowed" };

/** Folds commits that were taken into what is due: one run answers for all of them. */
export function addPull(
  due: DueAfterPull | undefined,
  took: { readonly from: CommitId; readonly to: CommitId },
  now: number,
): DueAfterPull {
  return { ...fresh(now), from: due?.from ?? took.from, to: took.to };
}

/** Brings a run forward, because a person asked or the settings changed. */
export function runNow(due: DueAfterPull, now: number): DueAfterPull {
  return { ...due, ...fresh(now), problem: due.problem };
}

function fresh(now: number) {
  return { state: "ready", attempts: 0, runAt: now, problem: null } as const;
}

/**
 * Says what is due after a run; `undefined` when nothing is.
 *
 * @param ran what the run was told
 * @param due what is due by now: commits may have been taken while it ran
 * @param random in [0, 1), passed in so that a test can pin it
 */
export function afterRun(
  ran: DueAfterPull,
  due: DueAfterPull,
  ending: AfterPullEnding,
  { now, random }: { readonly now: number; readonly random: number },
): DueAfterPull | undefined {
  const isNews = due.to !== ran.to;
  switch (ending.kind) {
    case "succeeded":
      return isNews ? { ...due, from: ran.to } : undefined;
    case "not-allowed":
      return { ...due, state: "held" };
    case "failed": {
      if (isNews) return due;
      const attempts = due.attempts + 1;
      const delayMs = retryDelayMs("later", attempts, random) ?? 0;
      return {
        ...due,
        state: attempts < MOST_ATTEMPTS ? "ready" : "dead",
        attempts,
        runAt: now + delayMs,
        problem: ending.problem,
      };
    }
  }
}
