import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { CHEAP_START } from "../crash/rig/child-engine.ts";
import { cannotCut, DISK_KINDS, Disk, type DiskKind } from "../crash/rig/disk.ts";
import { DEADLINE_MS } from "../crash/rig/sample.ts";
import { randomFrom } from "../simulator/random.ts";
import { inFolder, scratchFolder } from "../store-scratch.ts";
import { expectDrains, expectKept, Reference } from "./job-queue-judge.ts";

const CHILD = fileURLToPath(import.meta.resolve("./job-queue-child.ts"));

function aDisk(kind: DiskKind) {
  const scratch = scratchFolder();
  const folder = inFolder(scratch, "disk");
  mkdirSync(folder);
  const disk = new Disk(kind, inFolder(scratch, "image"), folder);
  onTestFinished(() => disk.discard());
  return { disk, file: inFolder(folder, "hookline.db") };
}

interface Cut {
  readonly disk: Disk;
  readonly file: AbsolutePath;
  /** After how many words the power goes; the agent has gone on by then. */
  readonly lines: number;
  readonly name: string;
  readonly from: number;
  readonly fault?: string;
}

/**
 * Starts an agent with much to do, and cuts the power under it; returns what it said before.
 *
 * It is stopped first, wherever it is: what it says is then exactly what it said before the cut. Linux
 * may tell a process whose fsync is under way just then that all is well.
 */
async function cutAfter({ disk, file, lines, name, from, fault = "" }: Cut) {
  const args = [CHILD, file, name, String(from), "100000", fault];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: CHEAP_START,
  });
  const words: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    words.push(line);
    if (words.length !== lines) continue;
    child.kill("SIGSTOP");
    await vi.waitFor(() => expect(stateOf(child.pid)).toBe("T"), { timeout: 30_000, interval: 1 });
    disk.cut();
    child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  expect(child.signalCode).toBe("SIGKILL");
  disk.unmount();
  disk.mount();
  return words;
}

/** The letter that Linux has for what a process does: `T` when it is stopped. */
function stateOf(pid: number | undefined): string | undefined {
  return /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
}

describe.each(DISK_KINDS)("a queue of jobs on %s", (kind) => {
  const reason = cannotCut(kind);
  if (reason) console.log(`left out: a queue of jobs and power cuts on ${kind}: ${reason}`);

  test.skipIf(reason)(
    "keeps what it acknowledged, and each step whole or not at all, cut after cut at any moment",
    async () => {
      const { disk, file } = aDisk(kind);
      const random = randomFrom(kind === "ext4" ? 3 : 4);
      const reference = new Reference();
      for (let agent = 0; agent < (kind === "ext4" ? 8 : 3); agent += 1) {
        const name = `agent ${agent}`;
        const from = reference.steps;
        reference.startAgent(name);
        const words = await cutAfter({ disk, file, lines: 3 + random.below(40), name, from });
        await expectKept(file, words, reference);
      }
      expect(reference.steps).toBeGreaterThan(20);
      await expectDrains(file, reference.steps);
    },
    DEADLINE_MS,
  );

  test.skipIf(reason)("would lose jobs if it did not wait for the disk", async () => {
    const { disk, file } = aDisk(kind);
    const agent = { name: "agent 0", from: 0, fault: "not-synced" };
    const words = await cutAfter({ disk, file, lines: 15, ...agent });
    const kept = expectKept(file, words, new Reference());
    await expect(kept).rejects.toThrow(/expected/);
  });
});
