import { expect, test } from "vitest";
import { z } from "zod";
import { prepareJobTable } from "../../src/queue/job-table.ts";
import { Store } from "../../src/store/store.ts";
import { memoryStore } from "../queue-scratch.ts";

const detail = z.object({ detail: z.string() }).transform((row) => row.detail);

const statements: string[] = [];

/** Keeps the text of each statement. */
class ListingStore extends Store {
  override query<Row>(sql: string, row: z.ZodType<Row>) {
    statements.push(sql);
    return super.query(sql, row);
  }

  override command(sql: string) {
    statements.push(sql);
    return super.command(sql);
  }
}

const plainStore = memoryStore();
prepareJobTable(memoryStore(ListingStore));

/** How SQLite carries out the statements that begin with a text and hold another. */
function plansOf(start: string, part: string): readonly (readonly string[])[] {
  const found = statements.filter((sql) => sql.startsWith(start) && sql.includes(part));
  return found.map((sql) => {
    const values: Record<string, number> = {};
    for (const [, name = ""] of sql.matchAll(/@(\w+)/g)) values[name] = 1;
    return plainStore.query(`EXPLAIN QUERY PLAN ${sql}`, detail).all(values);
  });
}

test.each([
  ["what is overdue", "SELECT 1", "run_at <= @now", "job_later"],
  ["what is promoted", "UPDATE", "run_at <= @now", "job_later"],
  ["what is demoted", "UPDATE", "run_at > @now", "job_live"],
  ["the lanes that are next", "WITH RECURSIVE", "min(lane)", "job_live"],
  ["what may be claimed", "SELECT *", "claimable = 1", "job_live"],
  ["what runs", "SELECT *", "claimable IS NULL AND state = 'running' ORDER", "job_live"],
  ["the places that are taken", "SELECT lane", "'running'", "job_live"],
  ["the next run time", "SELECT run_at", "claimable = 0", "job_later"],
  ["what waits with a key", "SELECT *", "dedupe_key = @dedupeKey", "job_waiting"],
  ["what is forgotten", "DELETE", "finished_at", "job_finished"],
  ["the jobs of a run", "SELECT *", "run = @run AND (", "job_run"],
  ["what a run comes to", "SELECT state", "WHERE run = @run GROUP", "job_run"],
  ["the dead", "SELECT *", "WHERE state = 'dead'", "job_dead"],
  ["what is tried again", "SELECT *", "WHERE state = 'retrying'", "job_retrying"],
  ["what is done", "SELECT *", "AND state = 'done' AND", "job_finished"],
  ["the counts", "SELECT claimable + later", "", "job_live"],
])("%s is found by its partial index", (_what, start, part, index) => {
  const plans = plansOf(start, part);
  expect(plans).not.toEqual([]);
  for (const plan of plans) {
    expect(plan.join("\n")).toContain(`INDEX ${index}`);
    expect(plan.filter((step) => /^SCAN job(?! USING)/.test(step))).toEqual([]);
  }
});

test("what may be claimed comes in its order, without being sorted", () => {
  expect(plansOf("SELECT *", "claimable = 1").join()).not.toContain("TEMP B-TREE");
});
