import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { CHEAP_START } from "../crash/rig/child-engine.ts";
import { chosen, DEADLINE_MS } from "../crash/rig/sample.ts";
import {
  type CallPoint,
  callsOfProgram,
  type Fault,
  NO_STRACE,
  runWithFaultInProgram,
} from "../crash/rig/system-calls.ts";
import { inFolder, scratchFolder } from "../store-scratch.ts";
import { expectDrains, expectKept, Reference } from "./job-queue-judge.ts";

const CHILD = fileURLToPath(import.meta.resolve("./job-queue-child.ts"));

/** Every kind of step, once before and once after a prune. */
const STEPS = 26;

interface Agent {
  readonly name: string;
  readonly from: number;
  readonly steps: number;
  readonly fault?: "hasty" | "one-by-one" | "ends" | undefined;
}

/** How an agent ends that gives up. */
const REFUSED = 3;

/** So many lines does the opening of a store say at most. */
const OPENING = 2;

const WHOLE: Agent = { name: "agent 0", from: 0, steps: STEPS };

function agentOn(file: AbsolutePath, { name, from, steps, fault }: Agent): readonly string[] {
  return [process.execPath, CHILD, file, name, String(from), String(steps), fault ?? ""];
}

function aFile(): AbsolutePath {
  return inFolder(scratchFolder(), "hookline.db");
}

/** Starts an agent that has much to do, and kills it as soon as it said so many lines. */
async function killAfter(lines: number, file: AbsolutePath, agent: Agent) {
  const [program = "", ...args] = agentOn(file, agent);
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], env: CHEAP_START });
  const words: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    words.push(line);
    if (words.length === lines) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  expect(child.signalCode).toBe("SIGKILL");
  return words;
}

test(
  "agents killed after each move of theirs lose nothing that they acknowledged",
  async () => {
    const file = aFile();
    const reference = new Reference();
    const moves = Array.from({ length: STEPS }, (_none, move) => move + 1);
    for (const move of chosen(moves, 9)) {
      const name = `agent ${move}`;
      const from = reference.steps;
      reference.startAgent(name);
      const words = await killAfter(OPENING + move, file, { name, from, steps: 100_000 });
      await expectKept(file, words, reference);
    }
    await expectDrains(file, reference.steps);
  },
  DEADLINE_MS,
);

if (NO_STRACE) console.log(`left out: a queue of jobs and each system call: ${NO_STRACE}`);

/** Runs an agent on a new file while something goes wrong; returns what is to be judged. */
function runWith(point: CallPoint, fault: Fault, agent = WHOLE) {
  const file = aFile();
  const { stdout, stderr, status } = runWithFaultInProgram(agentOn(file, agent), point, fault);
  return { file, stderr, status, words: stdout.split("\n").filter((line) => line !== "") };
}

function isRefusal(line: string): boolean {
  return line.startsWith("refused ");
}

async function judge({ file, words }: { file: AbsolutePath; words: readonly string[] }) {
  const reference = new Reference();
  await expectKept(file, words, reference);
  await expectDrains(file, reference.steps);
}

describe.skipIf(NO_STRACE)("an agent", () => {
  let known: readonly CallPoint[] | undefined;
  const pointsOf = (...calls: readonly string[]): readonly CallPoint[] => {
    known ??= callsOfProgram(agentOn(aFile(), WHOLE), inFolder(scratchFolder(), "trace"));
    return known.filter(({ call }) => calls.length === 0 || calls.includes(call));
  };

  test(
    "killed at any system call loses nothing that it acknowledged, and does each step whole or not at all",
    async () => {
      expect(pointsOf("fsync").length).toBeGreaterThan(STEPS / 2);
      for (const point of chosen(pointsOf(), 14)) await judge(runWith(point, "signal=KILL"));
    },
    DEADLINE_MS,
  );

  test.each(["EIO", "ENOSPC"] as const)(
    "whose disk answers %s says so, and goes on or ends with nothing lost",
    async (error) => {
      const syncs = error === "EIO" ? ["fsync"] : [];
      const points = pointsOf("pwrite64", ...syncs);
      // The first ones switch a new database to its log; SQLite says that it has before it has.
      for (const point of [...points.slice(0, 3), ...chosen(points.slice(3), 4)]) {
        const goesOn = runWith(point, `error=${error}`);
        expect({ point, ...goesOn }).toMatchObject({ status: 0, stderr: "" });
        await judge(goesOn);
        const ends = runWith(point, `error=${error}`, { ...WHOLE, fault: "ends" });
        // SQLite does without the sync of a folder.
        const wasRefused = point.call === "pwrite64" || ends.words.some(isRefusal);
        expect({ point, ...ends }).toMatchObject({ status: wasRefused ? REFUSED : 0, stderr: "" });
        await judge(ends);
      }
    },
    DEADLINE_MS,
  );

  test.each(["hasty", "one-by-one"] as const)(
    "that is %s is found by this",
    async (fault) => {
      // The first half of them make the tables.
      const writes = pointsOf("pwrite64");
      for (const point of chosen(writes.slice(writes.length / 2), 40)) {
        const end = runWith(point, "signal=KILL", { ...WHOLE, fault });
        expect(end.stderr).toBe("");
        const found = await judge(end).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (found !== undefined) return;
      }
      expect.fail("nothing was found");
    },
    DEADLINE_MS,
  );
});
