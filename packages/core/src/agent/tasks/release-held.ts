import type { JobId, JobQueue } from "../../queue/job-queue.ts";
import type { TrackedRepository } from "../tracked-repository.ts";
import type { TaskSettings } from "./task-settings.ts";

/** Jobs that are looked at in one go. */
const PAGE = 1000;

/**
 * Makes jobs due that wait for a person, of tasks that run by themselves: they were queued while the
 * task was paused or ran on request only.
 */
export async function releaseHeld(
  queue: JobQueue,
  settings: TaskSettings,
  repositories: readonly TrackedRepository[],
): Promise<void> {
  for (const { path } of repositories) {
    const { tasks, on } = settings.known(path);
    for (const { name, mode, paused } of tasks) {
      if (!on || paused || mode !== "auto") continue;
      let before: JobId | undefined;
      do {
        const selection = { lane: path, kind: name, states: ["queued"] as const };
        const jobs = await queue.list(selection, { most: PAGE, before });
        const held = jobs.filter(({ runAt }) => runAt === null).map(({ id }) => id);
        if (held.length > 0) await queue.retry({ ids: held });
        before = jobs.length === PAGE ? jobs.at(-1)?.id : undefined;
      } while (before !== undefined);
    }
  }
}
