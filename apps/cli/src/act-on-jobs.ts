import type { JobActionReply, JobActionRequest, JobView } from "@hookline/core/client";
import type { JobDesk } from "./job-desk.ts";
import { unfitInWords } from "./out/describe-action.ts";
import { readJobs } from "./read-queue.ts";

/** The most ids that one request carries. */
const MOST_IDS = 1000;

/** Has something done about jobs that were named, however many. */
export async function actOnJobs(
  desk: JobDesk,
  request: Omit<JobActionRequest, "ids">,
  ids: readonly string[],
): Promise<JobActionReply> {
  let changed = 0;
  const unfit: string[] = [];
  for (let from = 0; from < ids.length; from += MOST_IDS) {
    const reply = await desk.act({ ...request, ids: ids.slice(from, from + MOST_IDS) });
    changed += reply.changed;
    unfit.push(...reply.unfit);
  }
  return { changed, unfit };
}

/** Says for each job for which something was not possible why that is. */
export async function whyUnfit(
  desk: JobDesk,
  action: JobActionRequest["action"],
  unfit: readonly string[],
): Promise<readonly string[]> {
  if (unfit.length === 0) return [];
  const ids = unfit.slice(0, MOST_IDS);
  const asked = { ids, repository: null, task: null, run: null, states: null };
  const jobs = await readJobs(desk.jobs, asked, MOST_IDS);
  const byId = new Map<string, JobView>(jobs.map((job) => [job.id, job]));
  return unfit.map((id) => unfitInWords(action, id, byId.get(id)));
}
