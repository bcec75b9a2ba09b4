import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findHome, openClient } from "@hookline/core/client";
import { makeScratch, type Scratch } from "@hookline/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ended, eventually, processesOf } from "./runner/runner-world.ts";

const MAIN = join(import.meta.dirname, "../dist/main.js");

let scratch: Scratch;
let other: ChildProcess;
const home = () => findHome(scratch.env);
const pids = () => processesOf(home());

const hookline = (...args: string[]) =>
  ended(
    spawn(process.execPath, [MAIN, ...args], {
      cwd: scratch.root,
      env: scratch.env,
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );

beforeEach(async () => {
  scratch = await makeScratch("pids");
  other = spawn("sleep", ["600"], { stdio: "ignore" });
});
afterEach(async () => {
  other.kill();
  for (const pid of pids()) process.kill(pid, "SIGKILL");
  await eventually(() => {
    if (pids().length > 0) throw new Error(`${pids().join()} would not end`);
  });
  await scratch.remove();
});

/** What a pid file can have become, as far as reading it (`readAgentPid`) is not all there is to it. */
const SPOILED: readonly (readonly [what: string, put: (file: string) => Promise<unknown>])[] = [
  ["is huge", (file) => writeFile(file, "1".repeat(1_000_000))],
  ["is a folder that holds something", (file) => mkdir(join(file, "mine"), { recursive: true })],
  ["cannot be read", (file) => writeFile(file, `${process.pid}\n`, { mode: 0 })],
  ["names another process, begun later", (file) => writeFile(file, `${String(other.pid)}\n1\n`)],
];

describe.runIf(process.platform === "linux")("a pid file that", () => {
  test.each(SPOILED)("%s harms no command", async (_what, put) => {
    await mkdir(home().root, { mode: 0o700 });
    await put(home().pid);
    expect(await hookline("stop")).toEqual({ code: 0, output: "No agent is running.\n" });
    expect(await hookline("start", "--detach")).toMatchObject({ code: 0 });
    // Once more, under an agent that runs: it must end in good order all the same.
    await rm(home().pid, { recursive: true });
    await put(home().pid);
    expect(await hookline("restart")).toMatchObject({
      code: 0,
      output: expect.stringContaining("The agent was restarted"),
    });
    expect(await hookline("stop")).toMatchObject({ code: 0 });
    await eventually(() => expect(pids()).toEqual([]));
    expect(other.exitCode ?? other.signalCode).toBeNull();
    const log = await readFile(join(home().logs, "agent.log"), "utf8");
    expect(log.split('"event":"agent.stopped"').length - 1).toBe(2);
  });

  test("names somebody else names nobody to be killed for an agent that hangs", async () => {
    await hangingAgent();
    await writeFile(home().pid, `${String(other.pid)}\n1\n`);
    const { code, output } = await hookline("start", "--detach");
    expect([code, output]).toEqual([1, expect.stringContaining("it does not answer")]);
    expect(output).toContain("End its process (the one that runs `hookline`)");
  });

  test("is right names the agent that hangs, and no other", async () => {
    const pid = await hangingAgent();
    const { code, output } = await hookline("restart");
    expect([code, output]).toEqual([1, expect.stringContaining(`(kill -9 ${pid})`)]);
    process.kill(pid, "SIGKILL");
    expect(await hookline("start", "--detach")).toMatchObject({ code: 0 });
  });
});

describe.runIf(process.platform === "linux")("hookline restart", () => {
  test("starts an agent where none runs, and says so", async () => {
    const { code, output } = await hookline("restart");
    expect([code, output]).toEqual([
      0,
      `No agent was running.\n✓ The agent is running (pid ${pids()[0]}). Log: ~/../state/logs/agent.log.\n`.replace(
        "~/..",
        scratch.root,
      ),
    ]);
  });

  test("begins the words of a start anew each time, so that they do not grow", async () => {
    await hookline("start", "--detach");
    const words = join(home().logs, "start.log");
    await hookline("stop");
    await writeFile(words, "x".repeat(1_000_000));
    await hookline("start", "--detach");
    expect((await stat(words)).size).toBe(0);
  });

  test("leaves an agent alone whose repositories stand on its command line", async () => {
    const remote = await scratch.remote();
    const here = await scratch.clone(remote, "here");
    const agent = spawn(process.execPath, [MAIN, "agent", "--quiet", "--repo", here], {
      cwd: scratch.root,
      env: scratch.env,
      stdio: "ignore",
    });
    const client = openClient(home());
    await eventually(async () => expect((await client.health()).kind).toBe("ok"));
    expect(await hookline("restart")).toMatchObject({
      code: 1,
      output: expect.stringContaining("told its repositories on its command line"),
    });
    agent.kill("SIGTERM");
    expect(await once(agent, "exit")).toEqual([0, null]);
  });
});

describe.runIf(process.platform === "linux")("without a service manager, `service install`", () => {
  test.each([
    ["systemctl reaches nobody", (folder: string) => program(folder, "systemctl", "exit 1")],
    ["there is no systemctl", (folder: string) => mkdir(folder)],
  ])("writes nothing and says what to do, where %s", async (_what, make) => {
    const folder = scratch.path("bin");
    await make(folder);
    const child = spawn(process.execPath, [MAIN, "service", "install"], {
      cwd: scratch.root,
      env: { ...scratch.env, PATH: folder },
      stdio: ["ignore", "pipe", "pipe"],
    });
    expect(await ended(child)).toEqual({
      code: 1,
      output: expect.stringMatching(
        /^✗ systemd cannot be reached here, so nothing was installed\.\n {2}→ `hookline start --detach`.*enable-linger.*@reboot/,
      ),
    });
    await expect(stat(scratch.path("home", ".config"))).rejects.toThrow("ENOENT");
    expect(pids()).toEqual([]);
  });
});

async function program(folder: string, name: string, script: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** An agent that is there and does not answer. */
async function hangingAgent(): Promise<number> {
  expect(await hookline("start", "--detach")).toMatchObject({ code: 0 });
  const [pid = 0] = pids();
  process.kill(pid, "SIGSTOP");
  return pid;
}
