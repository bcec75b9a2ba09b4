import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdir, open, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readAgentPid, removePidFile, writePidFile } from "../src/agent/pid-file.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";
import { startTicks } from "../src/worktree/processes.ts";

let scratch: Scratch;
let file: string;
let other: ChildProcess | undefined;

beforeEach(async () => {
  scratch = await makeScratch("pid");
  file = scratch.path("agent.pid");
});
afterEach(async () => {
  other?.kill("SIGKILL");
  other = undefined;
  await scratch.remove();
});

/** Somebody else, who lives. */
function stranger(): number {
  other = spawn("sleep", ["600"], { stdio: "ignore" });
  return other.pid ?? 0;
}

/** Makes a file of a size without writing it. */
async function huge(begin: string): Promise<void> {
  const handle = await open(file, "w");
  await handle.write(begin);
  await handle.truncate(2 ** 33);
  await handle.close();
}

/** What can stand in the pid file's place. */
const BROKEN: readonly (readonly [what: string, put: () => unknown])[] = [
  ["nothing", () => undefined],
  ["an empty file", () => writeFile(file, "")],
  ["garbage", () => writeFile(file, "\u0000\u00ff$(reboot)\n\n")],
  ["a long line", () => writeFile(file, "7".repeat(65_536))],
  ["a huge file", () => huge("")],
  ["a huge file that begins well", () => huge(`${process.pid}\n`)],
  ["a folder", () => mkdir(file)],
  [
    "a file that cannot be read",
    async () => {
      await writeFile(file, "1\n1\n");
      await chmod(file, 0);
    },
  ],
  [
    "a fifo",
    () => {
      const made = spawn("mkfifo", [file]);
      return new Promise((resolve) => made.once("close", resolve));
    },
  ],
  ["a link to itself", () => symlink(file, file)],
  ["0", () => writeFile(file, "0\n1\n")],
  ["-1", () => writeFile(file, "-1\n1\n")],
  ["a dead process", () => writeFile(file, "4194303\n12345\n")],
  ["another process, which lives", () => writeFile(file, `${stranger()}\n`)],
  [
    "another process with the agent's time",
    () => writeFile(file, `${stranger()}\n${String(startTicks(process.pid))}\n`),
  ],
  ["the agent's process, begun at another time", () => writeFile(file, `${process.pid}\n1\n`)],
  [
    "more than we write",
    () => writeFile(file, `${process.pid}\n${String(startTicks(process.pid))}\nmore\n`),
  ],
];

describe.runIf(process.platform === "linux")("the agent's pid file", () => {
  test("names the process that wrote it, privately", async () => {
    writePidFile(file);
    expect(readAgentPid(file)).toBe(process.pid);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(scratch.root)).toEqual(expect.arrayContaining(["agent.pid"]));
  });

  test.each(BROKEN)("names nobody where %s stands", async (_what, put) => {
    await put();
    expect(readAgentPid(file)).toBeUndefined();
  });

  test.each(BROKEN)("is written over %s, and taken away again", async (_what, put) => {
    await put();
    writePidFile(file);
    expect(readAgentPid(file)).toBe(process.pid);
    removePidFile(file);
    expect(await readdir(scratch.root)).toEqual(["home"]);
  });

  test("is never written through a link, nor read as ours from one of our own that is stale", async () => {
    const precious = scratch.path("precious");
    await writeFile(precious, "mine");
    await symlink(precious, file);
    writePidFile(file);
    expect(await readFile(precious, "utf8")).toBe("mine");
    expect(readAgentPid(file)).toBe(process.pid);
  });

  test("gives way to a folder that holds something", async () => {
    await mkdir(file);
    await writeFile(scratch.path("agent.pid", "mine"), "mine");
    writePidFile(file);
    removePidFile(file);
    expect(await readdir(file)).toEqual(["mine"]);
    expect(await readdir(scratch.root)).toEqual(["agent.pid", "home"]);
  });
});
