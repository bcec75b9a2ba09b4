import type { JobView } from "@hookline/core/protocol";
import { describeJob, subjectOf } from "@hookline/core/words";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef } from "react";
import { Button } from "../../design/button.tsx";
import { Mark, signOf } from "../../design/mark.tsx";
import { Spoken } from "../../design/spoken.tsx";
import { useNow } from "../../state/use-now.ts";
import style from "./queue.module.css";

/** How tall a row is before it was measured. */
const ROW = 76;

/** What can be done about a job. */
interface JobActions {
  readonly onRetry: (id: string) => void;
  readonly onCancel: (id: string) => void;
  readonly onDiscard: (id: string) => void;
  readonly onShow: (job: JobView) => void;
}

/** Any number of jobs: only the rows that can be seen are there. */
export function JobList({
  jobs,
  total,
  onMore,
  ...actions
}: JobActions & { jobs: readonly JobView[]; total: number; onMore: () => void }) {
  const list = useRef<HTMLUListElement>(null);
  const now = useNow();
  const rows = useWindowVirtualizer({
    count: jobs.length,
    estimateSize: () => ROW,
    overscan: 8,
    scrollMargin: list.current?.offsetTop ?? 0,
    getItemKey: (index) => jobs[index]?.id ?? index,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= jobs.length - 20 && jobs.length < total) onMore();
  }, [last, jobs.length, total]);
  return (
    <ul
      ref={list}
      className={style["list"]}
      aria-label={`Jobs, ${total} in all`}
      style={{ height: rows.getTotalSize() }}
    >
      {shown.map((row) => {
        const job = jobs[row.index];
        return job === undefined ? null : (
          <li
            key={row.key}
            ref={rows.measureElement}
            data-index={row.index}
            aria-setsize={total}
            aria-posinset={row.index + 1}
            style={{ transform: `translateY(${row.start - rows.options.scrollMargin}px)` }}
          >
            <JobRow job={job} now={now} {...actions} />
          </li>
        );
      })}
    </ul>
  );
}

const JobRow = memo(function JobRow({
  job,
  now,
  onRetry,
  onCancel,
  onDiscard,
  onShow,
}: JobActions & { job: JobView; now: number }) {
  const words = describeJob(job, now);
  const subject = subjectOf(job, undefined, true);
  const ends = job.state === "dead" || job.state === "cancelled" || job.state === "done";
  return (
    <div className={style["row"]}>
      <Mark sign={signOf(words.tone)} />
      <div className={style["what"]}>
        <p>
          <strong>{words.task}</strong> <span className={style["subject"]}>{subject}</span>
        </p>
        {words.detail === null ? null : <p className={style["detail"]}>{words.detail}</p>}
        {words.next === null ? null : (
          <p className={style["next"]}>
            <Spoken>{words.next}</Spoken>
          </p>
        )}
      </div>
      <p className={style["when"]}>{words.when}</p>
      <div className={style["actions"]}>
        {job.kind === "task" ? (
          <Button look="quiet" aria-label={`Results of ${words.name}`} onClick={() => onShow(job)}>
            Results
          </Button>
        ) : null}
        {job.state === "running" || job.state === "done" ? null : (
          <Button aria-label={`Retry ${words.name}`} onClick={() => onRetry(job.id)}>
            Retry
          </Button>
        )}
        {ends ? null : (
          <Button look="quiet" aria-label={`Cancel ${words.name}`} onClick={() => onCancel(job.id)}>
            Cancel
          </Button>
        )}
        {job.state === "dead" ? (
          <Button
            look="danger"
            aria-label={`Discard ${words.name}`}
            onClick={() => onDiscard(job.id)}
          >
            Discard…
          </Button>
        ) : null}
      </div>
    </div>
  );
});
