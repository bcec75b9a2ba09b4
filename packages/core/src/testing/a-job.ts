import type { JobsReply, JobView } from "../socket/job-schema.ts";
import type { TaskResult } from "../socket/task-schema.ts";

const COMMIT = "1a2b3c4d".repeat(5);

/** The time so many seconds after the epoch. */
export function at(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

/** A job of a task that waits its turn; a test states only what differs. */
export function aJob(differs: Partial<JobView> = {}): JobView {
  return {
    id: "7",
    kind: "task",
    task: "document",
    repository: "/home/me/notes",
    file: "src/a.ts",
    commit: COMMIT,
    state: "queued",
    attempts: 0,
    runAt: at(0),
    enqueuedAt: at(0),
    startedAt: null,
    finishedAt: null,
    progress: null,
    failure: null,
    paused: false,
    outcome: null,
    ...differs,
  };
}

/** A job that is a look at a repository. */
export function aLook(differs: Partial<JobView> = {}): JobView {
  return aJob({ id: "look-3", kind: "look", task: null, file: null, commit: null, ...differs });
}

/** How many jobs there are in each state. */
export function counts(differs: Partial<JobsReply["counts"]> = {}): JobsReply["counts"] {
  return { queued: 0, running: 0, retrying: 0, done: 0, dead: 0, cancelled: 0, ...differs };
}

/** A failure as a task has it. */
export const aTaskFailure = {
  kind: "exit",
  detail: "it ended with code 3: no such model",
  next: "Mend the command, then run `hookline queue retry 7`.",
};

/** A run that ended well and printed a line. */
export function aResult(differs: Partial<TaskResult> = {}): TaskResult {
  return {
    id: 5,
    job: "7",
    attempt: 1,
    task: "document",
    repository: "/home/me/notes",
    file: "src/a.ts",
    blob: COMMIT,
    commit: COMMIT,
    succeeded: true,
    ending: "it ended well",
    exitCode: 0,
    startedAt: at(0),
    durationMs: 2000,
    stdout: "# The retry policy\n\nIt doubles.\n",
    stdoutBytes: 32,
    stderr: "",
    output: null,
    snippet: null,
    ...differs,
  };
}
