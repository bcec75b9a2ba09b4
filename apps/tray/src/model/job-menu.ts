import type { JobView, QueueStatus } from "@hookline/core/protocol";
import { describeJob, subjectOf } from "@hookline/core/words";
import { label } from "./label.ts";
import type { MenuEntry } from "./tray-model.ts";
import type { TrayView } from "./tray-view.ts";
import { viewOf } from "./view-of.ts";

/** How many failed jobs a menu shows; the dashboard has all. */
const JOBS_SHOWN = 20;

/** Builds the retry queue: each job that failed, and what can be done about it. */
export function jobEntries(
  jobs: readonly JobView[],
  { dead, retrying }: QueueStatus,
  { homeFolder, now }: Pick<TrayView, "homeFolder" | "now">,
): readonly MenuEntry[] {
  const count = dead + retrying;
  if (count === 0) return [];
  const shown = jobs.slice(0, JOBS_SHOWN);
  return [
    {
      kind: "submenu",
      id: "queue",
      label: `Retry queue (${count})`,
      entries: [
        ...shown.map((job) => jobEntry(job, homeFolder, now)),
        { kind: "separator", id: "queue:after-jobs" },
        {
          kind: "action",
          id: "queue:retry-all",
          label: "Retry all",
          enabled: true,
          command: { kind: "retry-job", job: null },
        },
        {
          kind: "action",
          id: "queue:open",
          label: count > shown.length ? `Show all ${count}…` : "Show in dashboard…",
          enabled: true,
          command: { kind: "open-dashboard", view: "/queue" },
        },
      ],
    },
  ];
}

/** Discarding asks first, and a menu cannot: the dashboard does. */
function jobEntry(job: JobView, homeFolder: string | undefined, now: number): MenuEntry {
  const words = describeJob(job, now);
  const id = (what: string): string => `job:${job.id}:${what}`;
  const entries: MenuEntry[] = [
    { kind: "text", id: id("why"), label: label(words.detail ?? words.when, 80) },
    {
      kind: "action",
      id: id("retry"),
      label: "Retry",
      enabled: true,
      command: { kind: "retry-job", job: job.id },
    },
  ];
  if (job.state === "dead") {
    entries.push({
      kind: "action",
      id: id("discard"),
      label: "Discard…",
      enabled: true,
      command: { kind: "open-dashboard", view: viewOf("/queue", { discard: job.id }) },
    });
  }
  return {
    kind: "submenu",
    id: id("row"),
    label: label(`${words.mark}  ${words.task} ${subjectOf(job, homeFolder, true)}`),
    entries,
  };
}
