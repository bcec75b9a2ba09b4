import { InputError } from "@hookline/core/client";
import { type JobState, READING_ORDER, UNFINISHED } from "./read-queue.ts";

/** What a person typed to choose jobs. */
export interface StateOptions {
  readonly state?: readonly string[];
  readonly failed?: boolean;
  readonly finished?: boolean;
}

/**
 * Finds the states that a person means: those that are named, all of them together, or else what is
 * not finished (`named: false`).
 *
 * @throws InputError for a word that is no state
 */
export function chooseStates({ state = [], failed, finished }: StateOptions): {
  readonly named: boolean;
  readonly states: ReadonlySet<JobState>;
} {
  const named = new Set<JobState>([
    ...state.map(stateOf),
    ...(failed === true ? (["retrying", "dead"] as const) : []),
    ...(finished === true ? (["done", "cancelled"] as const) : []),
  ]);
  return named.size === 0 ? { named: false, states: UNFINISHED } : { named: true, states: named };
}

function stateOf(word: string): JobState {
  const state = READING_ORDER.find((one) => one === word);
  if (state !== undefined) return state;
  throw new InputError(`"${word}" is no state of a job.`, {
    code: "bad-state",
    hint: "There are queued, running, retrying, done, dead and cancelled.",
  });
}

/**
 * Reads the id of a job as people type it: with or without the `#` that stands before it in lists.
 *
 * @throws InputError for what cannot be one
 */
export function readJobId(typed: string): string {
  const id = typed.replace(/^#/, "");
  if (/^[\w-]{1,64}$/.test(id)) return id;
  throw new InputError(`"${typed}" is no id of a job.`, {
    code: "bad-job",
    hint: "`hookline queue` shows them: a number, or `look-` and a number.",
  });
}

/**
 * Reads how many a person wants to see.
 *
 * @throws InputError for what is no number from 1 to `most`
 */
export function readCount(typed: string, most: number): number {
  const count = Number(typed);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new InputError(`-n wants a number from 1 to ${most}, not "${typed}".`, {
    code: "bad-count",
    hint: "For example `-n 100`.",
  });
}
