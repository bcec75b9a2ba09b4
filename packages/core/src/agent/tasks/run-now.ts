import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { type AbsolutePath, absolutePath, type JobId } from "../../decide/brands.ts";
import { FAILURES } from "../../decide/git-failure.ts";
import { InputError } from "../../errors.ts";
import { type GitDoor, openGit } from "../../git/run-git.ts";
import type { Job, JobQueue, NewJob } from "../../queue/job-queue.ts";
import type { TaskRunReply, TaskRunRequest } from "../../socket/task-schema.ts";
import { listChangedSince, listFiles } from "../../tasks/list-files.ts";
import { matchFiles } from "../../tasks/match-files.ts";
import { planRun, RUN_PRIORITY } from "../../tasks/plan-run.ts";
import type { Task } from "../../tasks/task.ts";
import { enqueueInChunks } from "../../tasks/task-jobs.ts";
import type { TaskSettings } from "./task-settings.ts";

/** Listing the files of a large repository takes git a second or two; a disk can be slow. */
const DEADLINE_MS = 60_000;

/** Jobs that are read at once. */
const PAGE = 1000;

/** What {@link runNow} needs. */
export interface RunNowParts {
  readonly door: GitDoor;
  readonly clock: Clock;
  readonly queue: JobQueue;
  readonly settings: TaskSettings;
}

/**
 * Queues the files that a person wants a task to be run for, to be run before all others.
 *
 * @throws InputError when there is no such task, it may not run, or the revision is none
 */
export async function runNow(parts: RunNowParts, request: TaskRunRequest): Promise<TaskRunReply> {
  const repository = absolutePath(request.repository);
  const task = await findTask(parts.settings, repository, request.task);
  const run = randomUUID();
  const jobs =
    request.files.kind === "queued"
      ? await waitingJobs(parts, { repository, task, run })
      : await jobsOfFiles(parts, { repository, task, run }, request);
  await enqueueInChunks(parts.queue, jobs);
  return { run, files: jobs.length };
}

interface Run {
  readonly repository: AbsolutePath;
  readonly task: Task;
  readonly run: string;
}

async function findTask(
  settings: TaskSettings,
  repository: AbsolutePath,
  name: string,
): Promise<Task> {
  const current = await settings.read(repository);
  if (current === undefined) {
    throw new InputError(`git cannot read the settings of ${repository}.`, {
      code: "missing",
      hint: "Is the folder there? See `hookline status`.",
    });
  }
  const { tasks, held, on } = current;
  const task = tasks.find((one) => one.name === name);
  if (task === undefined) {
    const why = held.find((one) => one.name === name);
    if (why !== undefined) {
      throw new InputError(`Task "${name}" does not run: ${why.says}`, { code: "task-held" });
    }
    const known = tasks.map((one) => `"${one.name}"`).join(", ");
    throw new InputError(`There is no task "${name}" for ${repository}.`, {
      code: "no-task",
      hint: known === "" ? "Make one: `hookline task add --help`." : `There are: ${known}.`,
    });
  }
  if (!on) {
    throw new InputError("No task runs now: they are paused.", {
      code: "tasks-paused",
      hint: "`hookline queue resume` lets them run, `hookline resume` a whole repository.",
    });
  }
  if (task.paused) {
    throw new InputError(`Task "${name}" is paused.`, {
      code: "task-paused",
      hint: `\`hookline task resume ${name}\` lets it run.`,
    });
  }
  return task;
}

/** What has been queued becomes part of the run: same content, same keys, due now. */
async function waitingJobs(
  { queue, clock }: RunNowParts,
  { repository, task, run }: Run,
): Promise<readonly NewJob[]> {
  const selection = {
    lane: repository,
    kind: task.name,
    states: ["queued", "retrying"] as const,
  };
  const found: Job[] = [];
  let before: JobId | undefined;
  do {
    const page = await queue.list(selection, { most: PAGE, before });
    found.push(...page);
    before = page.length === PAGE ? page.at(-1)?.id : undefined;
  } while (before !== undefined);
  return found.toReversed().map(({ kind, lane, payload, dedupeKey }) => ({
    kind,
    lane,
    payload,
    dedupeKey,
    run,
    priority: RUN_PRIORITY,
    runAt: clock.now(),
  }));
}

async function jobsOfFiles(
  { door, clock }: RunNowParts,
  { repository, task, run }: Run,
  { files, again }: TaskRunRequest,
): Promise<readonly NewJob[]> {
  const git = openGit(door, repository);
  const tools = { git, limits: { deadlineMs: DEADLINE_MS }, repository, log: door.log };
  const listed =
    files.kind === "since" ? await listChangedSince(tools, files.revision) : await listFiles(tools);
  if (listed.kind === "failed") {
    const { says, next } = FAILURES[listed.failure.kind];
    throw new InputError(`${says} ${listed.failure.detail}`, { code: "git-failed", hint: next });
  }
  return planRun({
    repository,
    task,
    files: listed.value,
    matches: matchFiles,
    run,
    again,
    now: clock.now(),
  });
}
