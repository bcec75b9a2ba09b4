import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, onTestFinished, test } from "vitest";
import type { AbsolutePath } from "../src/decide/brands.ts";
import { type FileLock, tryLock } from "../src/store/file-lock.ts";
import { inFolder, scratchFolder } from "./store-scratch.ts";

const HOLDER = fileURLToPath(import.meta.resolve("./store-lock-holder.ts"));

interface Holder {
  readonly child: ChildProcess;
  /** Has the process ask for the lock, and tells what came of it. */
  readonly ask: () => Promise<string>;
  readonly end: (signal: NodeJS.Signals) => Promise<void>;
}

function aProcess(file: AbsolutePath): Holder {
  const child = spawn(process.execPath, [HOLDER, file], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  const exit = once(child, "exit");
  onTestFinished(() => void child.kill("SIGKILL"));
  return {
    child,
    ask: async () => {
      child.stdin.write("lock\n");
      return String((await answers.next()).value);
    },
    end: async (signal) => {
      child.kill(signal);
      await exit;
    },
  };
}

function acquired(file: AbsolutePath): FileLock {
  const attempt = tryLock(file);
  return attempt.kind === "acquired" ? attempt.lock : expect.fail(`the lock is ${attempt.kind}`);
}

test("a lock has one holder in a process, and is free again when released", () => {
  const file = inFolder(scratchFolder(), "agent.lock");
  const lock = acquired(file);
  expect(tryLock(file).kind).toBe("held");
  lock.release();
  lock.release();
  acquired(file).release();
});

test("a lock leaves one private, empty file, held or not", () => {
  const folder = scratchFolder();
  const file = inFolder(folder, "agent.lock");
  const lock = acquired(file);
  const look = () => [readdirSync(folder), statSync(file).size, statSync(file).mode & 0o777];
  expect(look()).toEqual([["agent.lock"], 0, 0o600]);
  lock.release();
  expect(look()).toEqual([["agent.lock"], 0, 0o600]);
});

test("a lock that nobody refers to any more is still held", async () => {
  const file = inFolder(scratchFolder(), "agent.lock");
  expect(tryLock(file).kind).toBe("acquired");
  setFlagsFromString("--expose-gc");
  for (let round = 0; round < 3; round += 1) {
    runInNewContext("gc()");
    // What was collected is closed in a later turn of the event loop.
    await nextTurn();
  }
  expect(tryLock(file).kind).toBe("held");
});

test("a refused attempt does not loosen the lock", async () => {
  const file = inFolder(scratchFolder(), "agent.lock");
  const lock = acquired(file);
  for (let attempt = 0; attempt < 3; attempt += 1) expect(tryLock(file).kind).toBe("held");
  const other = aProcess(file);
  expect(await other.ask()).toBe("held");
  lock.release();
  expect(await other.ask()).toBe("acquired");
  expect(tryLock(file).kind).toBe("held");
});

test.each(["SIGKILL", "SIGTERM"] as const)(
  "a lock is free as soon as its holder ended by %s",
  async (signal) => {
    const file = inFolder(scratchFolder(), "agent.lock");
    const holder = aProcess(file);
    expect(await holder.ask()).toBe("acquired");
    expect(tryLock(file).kind).toBe("held");
    await holder.end(signal);
    acquired(file).release();
    expect(statSync(file).size).toBe(0);
  },
);

test.skipIf(process.platform === "win32")("a stopped holder still holds the lock", async () => {
  const file = inFolder(scratchFolder(), "agent.lock");
  const holder = aProcess(file);
  expect(await holder.ask()).toBe("acquired");
  holder.child.kill("SIGSTOP");
  await stopped(holder.child);
  expect(tryLock(file).kind).toBe("held");
  await holder.end("SIGKILL");
  acquired(file).release();
});

test("of many processes that want the lock at once, one gets it", async () => {
  const file = inFolder(scratchFolder(), "agent.lock");
  const processes = Array.from({ length: 4 }, () => aProcess(file));
  const answers = await Promise.all(processes.map(({ ask }) => ask()));
  expect(answers.toSorted()).toEqual(["acquired", "held", "held", "held"]);
});

test("what cannot be a lock is left alone, and the reason given", () => {
  const folder = scratchFolder();
  mkdirSync(inFolder(folder, "a-folder"));
  writeFileSync(inFolder(folder, "a-text"), "someone's notes ".repeat(100));
  const problemOf = (name: string) => {
    const attempt = tryLock(inFolder(folder, name));
    return attempt.kind === "unusable" ? attempt.problem : attempt.kind;
  };
  expect(problemOf("a-folder")).toContain("SQLITE_CANTOPEN");
  expect(problemOf("a-text")).toContain("SQLITE_NOTADB");
  expect(problemOf("missing/agent.lock")).toContain("ENOENT");
  expect(readFileSync(inFolder(folder, "a-text"), "utf8")).toContain("someone's notes");
  expect(readdirSync(folder).toSorted()).toEqual(["a-folder", "a-text"]);
});

/** Waits until the kernel says that a process is stopped (proc(5): state `T`). */
async function stopped({ pid }: ChildProcess): Promise<void> {
  const state = () => /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
  await expect.poll(state, { interval: 5, timeout: 30_000 }).toBe("T");
}
