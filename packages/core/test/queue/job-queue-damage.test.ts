import { readFileSync, writeFileSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { z } from "zod";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { SqliteJobQueue } from "../../src/queue/sqlite-job-queue.ts";
import { openStore } from "../../src/store/open-store.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { randomFrom } from "../simulator/random.ts";
import { inFolder, scratchFolder } from "../store-scratch.ts";

const PAGE_BYTES = 4096;

const clock = new FakeClock();

function open(file: AbsolutePath) {
  const { store, setAside } = openStore(file, clock, memoryLog().log);
  return { queue: new SqliteJobQueue(store, clock), store, setAside };
}

const JOB = {
  kind: "document",
  lane: "/repositories/a",
  payload: { why: "x".repeat(900) },
  dedupeKey: null,
  run: null,
  priority: 0,
  runAt: 0,
};

const REQUEST = {
  worker: "agent",
  leaseMs: 1000,
  most: 100,
  perLane: 100,
  perKind: {},
  except: [],
};

/** A closed database with 100 jobs. */
async function aFullQueue(): Promise<AbsolutePath> {
  const file = inFolder(scratchFolder(), "hookline.db");
  const { queue, store } = open(file);
  await queue.enqueue(Array.from({ length: 100 }, () => JOB));
  store.close();
  return file;
}

/** The pages of the table, and of its indexes. */
function pagesOfJobs(file: AbsolutePath): readonly number[] {
  const database = new Sqlite(file, { readonly: true });
  const pages = database
    .prepare("SELECT pageno FROM dbstat WHERE name GLOB 'job*' ORDER BY pageno")
    .pluck()
    .all();
  database.close();
  return z.array(z.int()).parse(pages);
}

test("a damaged page of jobs ends no start: it is set aside, or every job can still be worked", async () => {
  const whole = readFileSync(await aFullQueue());
  const random = randomFrom(7);
  let setAsides = 0;
  for (const page of pagesOfJobs(await aFullQueue())) {
    const file = inFolder(scratchFolder(), "hookline.db");
    const damaged = Buffer.from(whole);
    const at = (page - 1) * PAGE_BYTES + random.below(PAGE_BYTES - 64);
    for (let byte = at; byte < at + 64; byte += 1) damaged[byte] = (damaged[byte] ?? 0) ^ 0xff;
    writeFileSync(file, damaged);
    const { queue, store, setAside } = open(file);
    if (setAside) setAsides += 1;
    const leased = await queue.claim(REQUEST);
    expect(leased).toHaveLength(setAside ? 0 : 100);
    store.close();
  }
  expect(setAsides).toBeGreaterThan(0);
});

test("a job that has become unreadable does not stand in the way of the others", async () => {
  const file = await aFullQueue();
  const database = new Sqlite(file);
  database.exec("UPDATE job SET payload = '{' WHERE id = 3");
  database.close();
  const { queue, store } = open(file);
  expect((await queue.claim(REQUEST)).length).toBeGreaterThan(90);
  store.close();
});
