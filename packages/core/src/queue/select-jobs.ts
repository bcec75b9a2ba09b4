import type { JobSelection } from "./job-queue.ts";
import { rowOf, type StoredJob } from "./job-row.ts";
import type { JobTable, StateCounts } from "./job-table.ts";

const NONE: StateCounts = { queued: 0, running: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 };

/** One page of what a selection picks. */
export interface JobPage {
  readonly most: number;
  /** Only older rows than this one. */
  readonly before: number;
}

/** Lists what a selection picks, the newest first, by the index that fits. */
export function selectJobs(
  table: JobTable,
  selection: JobSelection,
  page: JobPage,
): readonly StoredJob[] {
  const values = { ...columns(selection), ...page };
  if (selection.ids !== undefined) return table.listOfIds.all(values);
  if (selection.run !== undefined) return table.listOfRun.all(values);
  if (selection.states === undefined) return table.list.all(values);
  return [...new Set(selection.states)]
    .flatMap((state) => table.listOfState[state].all(values))
    .toSorted((one, other) => other.row - one.row)
    .slice(0, page.most);
}

/** Counts what a selection picks, by state. */
export function countJobs(table: JobTable, selection: JobSelection): StateCounts {
  const values = columns(selection);
  const wanted = Object.entries(values).filter(([, value]) => value !== null);
  if (wanted.length === 0) return table.counts.first() ?? NONE;
  const counted =
    wanted.length === 1 && values.run !== null
      ? table.countOfRun.all({ run: values.run })
      : table.countOf.all(values);
  return { ...NONE, ...Object.fromEntries(counted.map(({ state, jobs }) => [state, jobs])) };
}

function columns({ ids, states, kind, lane, run }: JobSelection) {
  return {
    ids: ids === undefined ? null : JSON.stringify(ids.map(rowOf)),
    states: states === undefined ? null : JSON.stringify(states),
    kind: kind ?? null,
    lane: lane ?? null,
    run: run ?? null,
  };
}
