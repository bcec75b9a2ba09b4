import type { Clock } from "../clock.ts";
import { GRACE_MS, signalGroupOf } from "../process-group.ts";
import type { Job, JobId, JobProcess } from "../queue/job-queue.ts";
import { CAN_LIST_PROCESSES, groupMembers, variableOfProcess } from "../worktree/processes.ts";
import { isSameProcess } from "./job-process.ts";

/** What became of the processes that a job of a dead worker had started. */
export interface OrphanEnd {
  readonly job: JobId;
  readonly process: JobProcess;
  readonly kind: /** None was left, or others have their numbers by now. */
    | "gone"
    | "ended"
    /** They did not end even when killed: the disk they wait for does not answer. */
    | "survived"
    /** This system cannot say whose a number is: left alone. */
    | "unknown";
}

/** A job of a dead worker. */
export type Orphaned = Pick<Job, "id" | "kind" | "process">;

const LOOK_AGAIN_MS = 20;

/** A killed process is gone at once, unless the kernel itself waits for something. */
const KILLED_MS = 5000;

/**
 * Ends what the jobs of a dead worker left running, so that none of it still writes when they run again.
 * To be called before they are taken back (`JobQueue.recover`).
 *
 * A number alone never condemns a process: numbers are used again. Either the leader of the group is the
 * very process that was recorded, by its start; or it has ended, and what is left of its group was
 * started for this task, by its environment.
 */
export async function endOrphans(
  jobs: readonly Orphaned[],
  clock: Clock,
): Promise<readonly OrphanEnd[]> {
  const ends = jobs.map(async ({ id, kind, process }): Promise<OrphanEnd | undefined> => {
    if (process === null) return undefined;
    return { job: id, process, kind: await endOrphan(kind, process, clock) };
  });
  return (await Promise.all(ends)).filter((end) => end !== undefined);
}

async function endOrphan(
  task: string,
  process: JobProcess,
  clock: Clock,
): Promise<OrphanEnd["kind"]> {
  if (!CAN_LIST_PROCESSES) return "unknown";
  const { pid } = process;
  // Read before the start is: a number that passes to another process in between fails the second look.
  const members = groupMembers(pid);
  const isOurs = members.includes(pid)
    ? isSameProcess(process)
    : members.some((member) => wasStartedFor(task, member));
  if (!isOurs) return "gone";
  signalGroupOf(pid, "SIGTERM");
  if (await isGone(pid, GRACE_MS, clock)) return "ended";
  signalGroupOf(pid, "SIGKILL");
  return (await isGone(pid, KILLED_MS, clock)) ? "ended" : "survived";
}

function wasStartedFor(task: string, pid: number): boolean {
  return (
    variableOfProcess(pid, "HOOKLINE_OCCASION") === "task" &&
    variableOfProcess(pid, "HOOKLINE_TASK") === task
  );
}

async function isGone(group: number, withinMs: number, clock: Clock): Promise<boolean> {
  const until = clock.monotonic() + withinMs;
  while (groupMembers(group).length > 0) {
    if (clock.monotonic() >= until) return false;
    await clock.sleep(LOOK_AGAIN_MS);
  }
  return true;
}
