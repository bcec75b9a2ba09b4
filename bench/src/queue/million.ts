import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../report.ts";
import { ms, summarise } from "../stats.ts";
import { rawSyncsPerSecond } from "./raw-disk.ts";

/** `BENCH_JOBS` shortens it while working on the bench itself. */
const JOBS = Number(process.env["BENCH_JOBS"] ?? 1_000_000);

const CLAIMS = 5000;

/** How the product starts its agent: with V8's young generation at its smallest. */
const AGENT_FLAGS = ["--max-semi-space-size=1"] as const;

/** Measures what a queue with a million jobs costs. */
export function benchMillion(folder: string): Report {
  const file = join(folder, "million.db");
  const filled = child("fill", file, JOBS);
  const sizeMb = statSync(file).size / 2 ** 20;
  const restarted = child("restart", file, CLAIMS);
  const claims = restarted("samples").toSorted((a, b) => a - b);
  const p99 = claims[Math.floor(claims.length * 0.99)] ?? Number.NaN;
  const raw = Math.round(rawSyncsPerSecond(folder)).toLocaleString("en");
  return {
    place: "databases on the disk",
    title: "A queue with a million jobs",
    text: `${JOBS.toLocaleString("en")} jobs of about 200 bytes with dedupe keys, in 100 lanes and of three kinds, put in 200 at a time; synchronous FULL, on the disk, which did ${raw} appends of 4 KiB with fdatasync a second right after. Then another process opens that file (which reads all of it, \`quick_check\`; it was in the page cache), recovers, and claims; a claim also ends the job before. Processes run as the agent does, and have the whole of it loaded. Targets: memory 150 MB, ready in 1000 ms.`,
    head: ["what", "measured"],
    rows: [
      ["ingest", `${one(filled, "seconds")} s (processor ${one(filled, "cpuSeconds")} s)`],
      ["size of the database", `${Math.round(sizeMb)} MB`],
      ["most memory (RSS), ingest", `${one(filled, "mostMb")} MB`],
      ["most memory (RSS), after the restart", `${one(restarted, "mostMb")} MB`],
      [
        "ready after a restart",
        `${one(restarted, "readyMs")} ms (processor ${one(restarted, "readyCpuMs")} ms)`,
      ],
      ["end and claim, median", `${ms(summarise(claims).median)} ms`],
      ["end and claim, p99", `${ms(p99)} ms`],
      ["end and claim, slowest", `${ms(claims.at(-1) ?? Number.NaN)} ms`],
    ],
  };
}

/** The numbers that a child printed, by their name. */
type Printed = (name: string) => readonly number[];

function child(step: "fill" | "restart", file: string, count: number): Printed {
  const main = join(import.meta.dirname, "million-child.ts");
  const output = execFileSync(process.execPath, [...AGENT_FLAGS, main, step, file, String(count)], {
    encoding: "utf8",
    maxBuffer: 2 ** 24,
  });
  const lines = output
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
  const printed = new Map(lines.map(([name = "", ...numbers]) => [name, numbers.map(Number)]));
  return (name) => printed.get(name) ?? [];
}

function one(printed: Printed, name: string): string {
  return (printed(name)[0] ?? Number.NaN).toFixed(1);
}
