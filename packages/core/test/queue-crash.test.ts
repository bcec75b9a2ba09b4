import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { systemClock } from "../src/clock.ts";
import type { AbsolutePath } from "../src/decide/brands.ts";
import { LookStore } from "../src/queue/look-store.ts";
import { openStore } from "../src/store/open-store.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { inFolder, scratchFolder } from "./store-scratch.ts";

const CHILD = fileURLToPath(import.meta.resolve("./queue-crash-child.ts"));

/** What a killed process said before it died, in order. */
type Words = readonly string[];

/** Opens the database as the next agent would; returns what was acknowledged and is not there. */
function lostFrom(file: AbsolutePath, words: Words): readonly string[] {
  expect(words).not.toContain("log store.set-aside");
  const { store, setAside } = openStore(file, systemClock, memoryLog().log);
  expect(setAside).toBeUndefined();
  const jobs = new LookStore(store, systemClock);
  jobs.recover("the next agent");
  const kept = new Set<string>(jobs.list().map(({ repository }) => repository));
  const said = (verb: string) =>
    words.filter((line) => line.startsWith(`${verb} `)).map((line) => line.slice(verb.length + 1));
  const completing = new Set(said("completing"));
  expect(jobs.counts()).toMatchObject({ running: 0, dead: 0 });
  drain(jobs);
  store.close();
  return said("enqueued").filter((path) => !kept.has(path) && !completing.has(path));
}

function drain(jobs: LookStore): void {
  for (;;) {
    const look = jobs.claim("the next agent", 60_000);
    if (look === undefined) break;
    jobs.complete(look.token);
  }
  expect(jobs.list()).toEqual([]);
}

/** Starts an agent that never ends, and kills it as soon as it said so many lines. */
async function killAfter(lines: number, file: AbsolutePath, agent: string): Promise<Words> {
  const child = spawn(process.execPath, [CHILD, file, agent, "Infinity"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const words: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    words.push(line);
    if (words.length === lines) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  expect(child.signalCode).toBe("SIGKILL");
  return words;
}

test("an agent killed at any moment loses nothing that it acknowledged", async () => {
  const file = inFolder(scratchFolder(), "hookline.db");
  for (let round = 0; round < 20; round += 1) {
    const words = await killAfter(1 + round * 3, file, `agent-${round}`);
    expect(lostFrom(file, words)).toEqual([]);
  }
});

const hasStrace = spawnSync("strace", ["-qq", "-o", "/dev/null", "true"]).status === 0;
if (!hasStrace)
  console.log("left out: a kill at each system call: strace is missing or not allowed");

/** Runs an agent of six rounds that dies as it makes its `count`-th call of one kind, if it gets there. */
function killAt(call: string, count: number, file: AbsolutePath) {
  const fault = `inject=${call}:signal=KILL:when=${count}`;
  const strace = ["-f", "-qq", "-o", "/dev/null", "-e", `trace=${call}`, "-e", fault];
  const { stdout, status } = spawnSync(
    "strace",
    [...strace, process.execPath, CHILD, file, "agent", "6"],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  return { killed: status !== 0, words: stdout.split("\n") };
}

describe.skipIf(!hasStrace)("an agent killed", () => {
  // From the first page of a new file to the closing of it; not at every call, for time.
  test.each([
    { call: "fsync", step: 2 },
    { call: "pwrite64", step: 11 },
    { call: "unlink", step: 1 },
  ])("at its n-th $call loses nothing that it acknowledged", ({ call, step }) => {
    let points = 0;
    for (let count = 1; ; count += step) {
      const file = inFolder(scratchFolder(), "hookline.db");
      const { killed, words } = killAt(call, count, file);
      expect(lostFrom(file, words)).toEqual([]);
      if (!killed) break;
      points += 1;
    }
    expect(points).toBeGreaterThan(1);
  });
});
