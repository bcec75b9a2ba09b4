import { systemClock } from "@hookline/core";
import { absolutePath } from "@hookline/core/client";
import { type JobEnd, type NewJob, openStore, SqliteJobQueue } from "@hookline/core/testing";
import { PAYLOAD } from "./contestant.ts";

/*
 * One process of the million-job bench, so that its memory is its own: `fill <file> <jobs>` or
 * `restart <file> <claims>`. Prints lines of a name and its numbers.
 */

const LANES = 100;
const KINDS = ["document", "translate", "check"] as const;
const PER_ENQUEUE = 200;
const REQUEST = {
  worker: "bench",
  leaseMs: 30_000,
  most: 1,
  perLane: 100,
  perKind: {},
  except: [],
};

const [step = "", file = "", count = "0"] = process.argv.slice(2);
const startedWith = process.cpuUsage();
const begun = performance.now();
const { store } = openStore(absolutePath(file), systemClock, () => undefined);
const queue = new SqliteJobQueue(store, systemClock);
const result = step === "fill" ? await fill(Number(count)) : await restart(Number(count));
const mb = process.resourceUsage().maxRSS / 1024;
store.close();
for (const [name, numbers] of Object.entries({ ...result, mostMb: [mb] })) {
  process.stdout.write(`${name} ${numbers.join(" ")}\n`);
}

async function fill(jobs: number) {
  for (let first = 0; first < jobs; first += PER_ENQUEUE) {
    await queue.enqueue(Array.from({ length: PER_ENQUEUE }, (_none, index) => aJob(first + index)));
  }
  const { user, system } = process.cpuUsage(startedWith);
  return { seconds: [(performance.now() - begun) / 1000], cpuSeconds: [(user + system) / 1e6] };
}

async function restart(claims: number) {
  await queue.recover(REQUEST.worker);
  let leased = await queue.claim(REQUEST);
  const readyMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(startedWith);
  const samples: number[] = [];
  for (let claim = 0; claim < claims; claim += 1) {
    const ends: JobEnd[] = leased.map(({ lease }) => ({
      lease,
      ending: { kind: "done", result: null },
    }));
    const before = performance.now();
    ({ leased } = await queue.settleAndClaim(ends, REQUEST));
    samples.push(performance.now() - before);
  }
  return { readyMs: [readyMs], readyCpuMs: [(user + system) / 1000], samples };
}

function aJob(index: number): NewJob {
  return {
    kind: KINDS[index % KINDS.length] ?? "document",
    lane: `/home/me/code/repository-${index % LANES}`,
    payload: PAYLOAD,
    dedupeKey: `file-${index}`,
    run: null,
    priority: 0,
    runAt: Date.now(),
  };
}
