/**
 * Run as a process: works with a queue of jobs by the script, and says each thing on stdout *after*
 * the call has returned.
 *
 * Arguments: the database, a name for the agent, its first step and how many, and a fault to plant, or `ends`
 * to end when the disk refuses something, instead of trying again.
 */
import { writeSync } from "node:fs";
import { absolutePath } from "../../src/decide/brands.ts";
import { StoreError } from "../../src/errors.ts";
import type { Enqueued, JobQueue } from "../../src/queue/job-queue.ts";
import { SqliteJobQueue } from "../../src/queue/sqlite-job-queue.ts";
import { openStore } from "../../src/store/open-store.ts";
import { clockAt, ScriptedAgent } from "./job-queue-script.ts";
import { overridden } from "./overridden-queue.ts";

/** How it ends where the disk refuses something, if it is to end then. */
const REFUSED = 3;

const [file = "", name = "", from = "", steps = "", fault = ""] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);

/** Does something that the disk may refuse once; says what it refused. */
async function twice<Result>(what: string, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    say(`refused ${what} ${error.code}`);
    if (fault === "ends") process.exit(REFUSED);
    return work();
  }
}

/** Puts jobs into the queue one by one, and not all or none. */
function oneByOne(queue: JobQueue): JobQueue {
  return overridden(queue, {
    async enqueue(jobs) {
      const all: Enqueued[] = [];
      for (const job of jobs) all.push(...(await queue.enqueue([job])));
      return all;
    },
  });
}

const clock = clockAt(Number(from));
const { store } = await twice("opening", () =>
  openStore(absolutePath(file), clock, (event) => say(`log ${event}`)),
);
if (fault === "not-synced") store.command("PRAGMA synchronous = NORMAL")();
const queue = new SqliteJobQueue(store, clock);
const agent = new ScriptedAgent(fault === "one-by-one" ? oneByOne(queue) : queue, clock, name);
for (let step = Number(from); step < Number(from) + Number(steps); step += 1) {
  if (fault === "hasty") say(`did ${step}`);
  await twice(`${step}`, () => agent.run(step));
  if (fault !== "hasty") say(`did ${step}`);
}
await twice("closing", () => store.close());
