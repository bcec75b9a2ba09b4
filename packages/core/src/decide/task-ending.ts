import { type CommandEnding, describeCommand } from "./command-ending.ts";

/** Why the output of a task did not get into its file. */
export interface OutputTrouble {
  readonly kind: /** The setting names a place where nothing may be written. */
    | "output-refused"
    /** What stands there is somebody's work. */
    | "output-taken"
    | "output-too-large"
    /** Full, slow, or not ours to write to; that may pass. */
    | "disk";
  /** What happened, to what, and what to do. */
  readonly detail: string;
}

/** How a run of a task ended: as its command did, unless something else kept it from being done. */
export type TaskEnding =
  | CommandEnding
  | OutputTrouble
  /** The committed content could not be read to its end. */
  | { readonly kind: "content"; readonly detail: string };

/** A run that has been written down. */
export interface EndedRun {
  readonly id: number;
  readonly ending: TaskEnding;
  readonly stdout: string;
  readonly stderr: string;
}

/** What became of a job of a task. */
export type TaskResult<Run extends EndedRun = EndedRun> =
  | { readonly kind: "ran"; readonly run: Run }
  /** This command has processed this content before, in the run of this number. */
  | { readonly kind: "already"; readonly run: number }
  /** There is nothing to do. */
  | { readonly kind: "skipped"; readonly reason: string }
  /** It was taken back, or the agent stops. */
  | { readonly kind: "stopped" }
  /** It cannot be run, however often one tries. */
  | { readonly kind: "unusable"; readonly reason: string };

/** How often a job is tried, and when. */
export interface TaskTry {
  /** 1 for the first. */
  readonly attempt: number;
  /** How many tries may follow the first. */
  readonly maxRetries: number;
  readonly retryDelayMs: number;
  readonly now: number;
  /** In [0, 1), passed in so that a test can pin it. */
  readonly random: number;
}

/** What the queue is told; an ending of its port (`queue/job-queue.ts`). */
export type TaskVerdict =
  | { readonly kind: "done"; readonly result: Readonly<Record<string, string | number>> }
  | { readonly kind: "failed"; readonly failure: TaskFailure; readonly runAt: number }
  | { readonly kind: "dead"; readonly failure: TaskFailure }
  | { readonly kind: "released" };

/** Why a run did not end well; `detail` says what happened, {@link taskFailureStep} what to do. */
export interface TaskFailure {
  readonly kind: TaskFailureKind;
  readonly detail: string;
}

/** The kinds of failure; {@link FAILURES} says what is done about each. */
export type TaskFailureKind =
  | Exclude<TaskEnding["kind"], "succeeded" | "stopped">
  | "unusable"
  /** The command says itself that a later try may work: EX_TEMPFAIL (sysexits.h). */
  | "temporary";

const EX_TEMPFAIL = 75;

const AGAIN = "`hookline queue retry {id}` runs it again";
const MEND = "`hookline queue show {id}` tells what it printed";

/** Whether time can mend a failure, and what a person can do. A new kind does not compile until someone decides. */
const FAILURES: Readonly<
  Record<TaskFailureKind, { readonly retry: boolean; readonly step: string }>
> = {
  failed: { retry: true, step: `${MEND}; ${AGAIN}` },
  temporary: { retry: true, step: `It asked to be tried later; ${AGAIN} at once` },
  killed: { retry: true, step: `Somebody ended it, or the memory was short; ${AGAIN}` },
  "timed-out": { retry: true, step: `Give the task a longer \`timeout\`, then ${AGAIN}` },
  "not-started": {
    retry: false,
    step: `Install the program or mend the task's \`command\`, then ${AGAIN}`,
  },
  content: { retry: true, step: `\`git fsck\` says whether the repository is whole; ${AGAIN}` },
  "output-refused": { retry: false, step: `Mend the task's \`output\`, then ${AGAIN}` },
  "output-taken": { retry: true, step: AGAIN },
  "output-too-large": { retry: false, step: `Make the command print less, then ${AGAIN}` },
  disk: { retry: true, step: `Make room or give the rights, then ${AGAIN}` },
  unusable: { retry: false, step: "`hookline queue discard {id}` takes it out of the queue" },
};

/**
 * Says what the queue does about a run.
 *
 * A failure that time may mend is tried again after `retryDelayMs`, twice that, and so on, `maxRetries`
 * times. One that only a person can mend waits for that person at once: a missing program is not there
 * the next minute either, and each try of a costly command costs.
 */
export function endTask(result: TaskResult, tried: TaskTry): TaskVerdict {
  switch (result.kind) {
    case "already":
      return { kind: "done", result: { already: result.run } };
    case "skipped":
      return { kind: "done", result: { skipped: result.reason } };
    case "stopped":
      return { kind: "released" };
    case "unusable":
      return endFailed(failure("unusable", result.reason), tried);
    case "ran": {
      const { run } = result;
      if (run.ending.kind === "succeeded") return { kind: "done", result: { run: run.id } };
      if (run.ending.kind === "stopped") return { kind: "released" };
      return endFailed(failureOf(run, run.ending), tried);
    }
  }
}

function failureOf(
  { stdout, stderr }: EndedRun,
  ending: Exclude<TaskEnding, { kind: "succeeded" | "stopped" }>,
): TaskFailure {
  if ("detail" in ending) return failure(ending.kind, ending.detail);
  const isTemporary = ending.kind === "failed" && ending.exitCode === EX_TEMPFAIL;
  return failure(
    isTemporary ? "temporary" : ending.kind,
    describeCommand({ ending, stdout, stderr }),
  );
}

function failure(kind: TaskFailureKind, what: string): TaskFailure {
  return { kind, detail: /[.!?]$/.test(what) ? what : `${what}.` };
}

function endFailed(why: TaskFailure, tried: TaskTry): TaskVerdict {
  if (!FAILURES[why.kind].retry || tried.attempt > tried.maxRetries) {
    return { kind: "dead", failure: why };
  }
  return { kind: "failed", failure: why, runAt: tried.now + taskRetryDelayMs(tried) };
}

const LONGEST_DELAY_MS = 6 * 60 * 60 * 1000;

/**
 * Returns the delay before a task is tried again, in milliseconds.
 *
 * Doubles up to six hours, or up to what the user asked for where that is longer, then spreads by a
 * quarter either way, so that files that failed together do not come back together.
 */
export function taskRetryDelayMs({
  attempt,
  retryDelayMs,
  random,
}: Pick<TaskTry, "attempt" | "retryDelayMs" | "random">): number {
  const mostMs = Math.max(LONGEST_DELAY_MS, retryDelayMs);
  const delayMs = Math.min(mostMs, retryDelayMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(delayMs * (0.75 + random / 2));
}

/** Says in one sentence what a person can do about a failure, by its kind; any other kind can be tried again. */
export function taskFailureStep(kind: string, id: string): string {
  const step = isTaskFailure(kind) ? FAILURES[kind].step : AGAIN;
  return `${step.replaceAll("{id}", id)}.`;
}

function isTaskFailure(kind: string): kind is TaskFailureKind {
  return Object.hasOwn(FAILURES, kind);
}
