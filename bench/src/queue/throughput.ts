import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../report.ts";
import { shuffled, summarise } from "../stats.ts";
import type { Contestant, Sync } from "./contestant.ts";
import { minimalLoop } from "./minimal-loop.ts";
import { ours, oursMerged, oursWithKeys } from "./our-queue.ts";
import { plainjob } from "./plainjob-queue.ts";
import { rawSyncsPerSecond } from "./raw-disk.ts";

/** `BENCH_ROUNDS` shortens it while working on the bench itself. */
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 15);

const CONTESTANTS = [minimalLoop, plainjob, ours, oursMerged, oursWithKeys] as const;

/** How jobs are put in and taken, and how many of them in a round. */
interface Way {
  readonly name: string;
  readonly sync: Sync;
  readonly perEnqueue: number;
  readonly perClaim: number;
  readonly jobs: number;
}

const WAYS: readonly Way[] = [
  { name: "single", sync: "NORMAL", perEnqueue: 1, perClaim: 1, jobs: 2000 },
  { name: "batched", sync: "NORMAL", perEnqueue: 100, perClaim: 20, jobs: 4000 },
  { name: "single", sync: "FULL", perEnqueue: 1, perClaim: 1, jobs: 400 },
  { name: "batched", sync: "FULL", perEnqueue: 100, perClaim: 20, jobs: 4000 },
];

/** Jobs for each second. */
interface Rates {
  readonly enqueue: number;
  readonly run: number;
  readonly both: number;
}

/** Measures how many jobs that do nothing go through a queue in a second, in each way. */
export async function benchThroughput(folder: string): Promise<readonly Report[]> {
  const reports: Report[] = [];
  for (const way of WAYS) reports.push(await benchWay(folder, way));
  return reports;
}

async function benchWay(folder: string, way: Way): Promise<Report> {
  const rates = new Map<Contestant, Rates[]>(CONTESTANTS.map((contestant) => [contestant, []]));
  const disk: number[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    disk.push(rawSyncsPerSecond(folder));
    for (const contestant of shuffled(CONTESTANTS)) {
      const rate = await measure(folder, contestant, way);
      // The first round warms up.
      if (round >= 0) rates.get(contestant)?.push(rate);
    }
  }
  const of = (contestant: Contestant): readonly Rates[] => rates.get(contestant) ?? [];
  const { median, p10, p90 } = summarise(disk);
  return {
    place: "databases on the disk",
    title: `Jobs through the queue, ${way.name}, synchronous ${way.sync}`,
    text: text(way, `${whole(median)} (${whole(p10)} .. ${whole(p90)})`),
    head: ["queue", "enqueue", "run", "both", "p10 .. p90", "of the minimal loop", "of plainjob"],
    rows: CONTESTANTS.map((contestant) => [
      contestant.name,
      whole(summarise(of(contestant).map(({ enqueue }) => enqueue)).median),
      whole(summarise(of(contestant).map(({ run }) => run)).median),
      ...spread(of(contestant).map(({ both }) => both)),
      paired(of(contestant), of(minimalLoop)),
      paired(of(contestant), of(plainjob)),
    ]),
  };
}

function text({ name, sync, perEnqueue, perClaim, jobs }: Way, disk: string): string {
  const how =
    name === "single"
      ? "one transaction for each operation"
      : `${perEnqueue} jobs are enqueued, ${perClaim} claimed and ended in a transaction`;
  return `Jobs a second that do nothing and carry about 200 bytes, ${how}; ${jobs} jobs in a new database on the disk, ${ROUNDS} rounds in which the queues take turns in random order. Medians; the ratios are medians of the rounds' own. The same disk did ${disk} appends of 4 KiB with fdatasync a second meanwhile${sync === "FULL" ? "" : ", which NORMAL need not wait for"}. Target: ahead of plainjob, and at least 0.8 of the minimal loop.`;
}

async function measure(folder: string, contestant: Contestant, way: Way): Promise<Rates> {
  const scratch = mkdtempSync(join(folder, "round-"));
  const queue = contestant.open(join(scratch, "queue.db"), way.sync);
  try {
    const begun = performance.now();
    for (let left = way.jobs; left > 0; left -= way.perEnqueue) await queue.enqueue(way.perEnqueue);
    const enqueued = performance.now();
    let ran = 0;
    for (let some = 1; some > 0; ran += some) some = await queue.run(way.perClaim);
    const ended = performance.now();
    if (ran !== way.jobs) throw new Error(`${contestant.name} ran ${ran} of ${way.jobs} jobs`);
    const rate = (ms: number): number => (way.jobs / ms) * 1000;
    return {
      enqueue: rate(enqueued - begun),
      run: rate(ended - enqueued),
      both: rate(ended - begun),
    };
  } finally {
    queue.close();
    rmSync(scratch, { recursive: true });
  }
}

function spread(samples: readonly number[]): readonly [string, string] {
  const { median, p10, p90 } = summarise(samples);
  return [whole(median), `${whole(p10)} .. ${whole(p90)}`];
}

function paired(rates: readonly Rates[], others: readonly Rates[]): string {
  const ratios = rates.map(({ both }, round) => both / (others[round]?.both ?? Number.NaN));
  return summarise(ratios).median.toFixed(2);
}

/** A rate, for a table. */
function whole(rate: number): string {
  return Math.round(rate).toLocaleString("en");
}
