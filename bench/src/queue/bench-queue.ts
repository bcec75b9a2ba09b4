import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../report.ts";
import { benchMillion } from "./million.ts";
import { benchThroughput } from "./throughput.ts";

/** Measures the queue of jobs beside others, and with a million jobs in it. */
export async function benchQueue(): Promise<readonly Report[]> {
  const folder = mkdtempSync(join(tmpdir(), "hookline-queue-"));
  try {
    return [...(await benchThroughput(folder)), benchMillion(folder)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
