import type { JobId, JobSelection } from "@hookline/core";
import { isJobId } from "./task-row.ts";

/** A condition over `task_view` that is true for what {@link selectionValues} choose. */
export const SELECTED = `($1::uuid[] IS NULL OR id = ANY($1))
  AND ($2::text[] IS NULL OR state = ANY($2))
  AND ($3::text IS NULL OR kind = $3)
  AND ($4::text IS NULL OR lane = $4)
  AND ($5::text IS NULL OR run = $5)`;

/** Returns the values of {@link SELECTED}; an id that is not of this engine names no job. */
export function selectionValues(selection: JobSelection): readonly unknown[] {
  const { ids, states, kind, lane, run } = selection;
  return [ids?.filter(isJobId) ?? null, states ?? null, kind ?? null, lane ?? null, run ?? null];
}

/** Returns the id below which a page begins. */
export function beforeValue(before: JobId | undefined): string {
  return before !== undefined && isJobId(before) ? before : "ffffffff-ffff-ffff-ffff-ffffffffffff";
}
