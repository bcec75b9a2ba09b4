import { constants } from "node:fs";
import { chmod, mkdtemp, open, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "@hookline/core/client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { run } from "../scratch-repository.ts";
import { type Found, processesOf } from "./processes.ts";

/** The folder in which a test file builds its worlds, and what has to be undone there. */
export interface Ground {
  /** Names a place for one more world. */
  readonly place: () => AbsolutePath;
  /** Makes a fifo on which stand-ins hang until all cases are over: `read _ <fifo`. */
  readonly gate: (path: AbsolutePath) => Promise<void>;
  /** Undoes something when the processes of all worlds have had their time. */
  readonly later: (undo: () => unknown) => void;
  /** Opens the gates and waits until no process of any world is left; what remains is ended and returned. */
  readonly remaining: () => Promise<readonly Found[]>;
}

/** Longer than any client may live. */
const GONE_BY_MS = 30_000;

/** Prepares the folder for a test file, and clears it at the end. */
export function openGround(): Ground {
  const undos: (() => unknown)[] = [];
  const gates: AbsolutePath[] = [];
  const made = { root: "", worlds: 0 };
  beforeAll(async () => {
    made.root = await realpath(await mkdtemp(join(tmpdir(), "hostile-")));
    await chmod(made.root, 0o755);
  });
  const remaining = async (): Promise<readonly Found[]> => {
    for (const gate of gates.splice(0)) undos.push(await openGate(gate));
    const none = async () => expect(await processesOf(made.root)).toEqual([]);
    await vi.waitFor(none, { timeout: GONE_BY_MS, interval: 50 }).catch(() => undefined);
    const left = await processesOf(made.root);
    for (const { pid } of left) process.kill(pid, "SIGKILL");
    return left;
  };
  afterAll(async () => {
    // Once more, in case the test of it was left out.
    await remaining();
    for (const undo of undos.toReversed()) await undo();
    const remove = process.env["KEEP_SCRATCH"] === undefined;
    if (remove) await rm(made.root, { recursive: true, force: true });
  });
  return {
    place: () => absolutePath(join(made.root, String(made.worlds++))),
    gate: async (path) => {
      await run("mkfifo", ["-m", "666", path]);
      gates.push(path);
    },
    later: (undo) => void undos.push(undo),
    remaining,
  };
}

/** Tests at the end of a file that nothing is left of what its hooks have started. */
export function testNothingIsLeft(ground: Ground): void {
  test("no process is left behind", async () => {
    expect(await ground.remaining()).toEqual([]);
  });
}

/** Lets everyone through who hangs on a gate, now and later. */
async function openGate(path: AbsolutePath): Promise<() => Promise<void>> {
  const gate = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
  await gate.writeFile("go\n".repeat(32));
  return () => gate.close();
}
