import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Agent, startAgent } from "../src/agent/agent.ts";
import type { HookKeeper } from "../src/agent/hook-keeper.ts";
import { systemClock } from "../src/clock.ts";
import type { AbsolutePath } from "../src/decide/brands.ts";
import { findHome, type Home } from "../src/home.ts";
import { register, unregister } from "../src/registration/registry.ts";
import { openClient } from "../src/socket/client.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

let scratch: Scratch;
let home: Home;
let here: AbsolutePath;
const agents: Agent[] = [];

beforeEach(async () => {
  scratch = await makeScratch("hook-checks");
  home = findHome(scratch.env);
  here = await scratch.clone(await scratch.remote(), "here");
  await register({ env: scratch.env, log: memoryLog().log }, here);
});

afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.stop("the test is over");
  await scratch.remove();
});

const never = () => Promise.reject(new Error("nobody asked for that"));

async function start(check: HookKeeper["check"], drains = false): Promise<Agent> {
  const agent = await startAgent({
    home,
    env: scratch.env,
    clock: systemClock,
    logLevel: "debug",
    version: "1.2.3",
    hooks: { check, install: never, uninstall: never },
    drains,
  });
  agents.push(agent);
  return agent;
}

const sync = (occasion: "sync" | "tick" = "sync") =>
  openClient(home).look({ repository: here, wait: true, occasion });

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

const warnings = (agent: Agent) => agent.status().repositories[0]?.warnings;

const log = () => readFile(join(home.logs, "agent.log"), "utf8");

test("a look has the hooks looked after, with the settings that it read", async () => {
  await scratch.git(here, "config", "hookline.waitMs", "7");
  const check = vi.fn<HookKeeper["check"]>().mockResolvedValue([]);
  const agent = await start(check);
  await eventually(() => expect(check).toHaveBeenCalled());
  expect(check.mock.calls[0]?.[0]).toBe(here);
  expect(check.mock.calls[0]?.[1]).toMatchObject({ hooks: true, waitMs: 7, fallback: "detach" });
  expect(warnings(agent)).toEqual([]);
});

test("what it says is a warning, told to listeners and logged, until it says so no more", async () => {
  let says: string[] = ["No hook reports any more."];
  const agent = await start(() => Promise.resolve(says));
  const told: unknown[] = [];
  agent.board.subscribe((event) => {
    if (event.type === "repository") told.push(event.repository.warnings);
  });
  await eventually(() => expect(warnings(agent)).toEqual(says));
  await eventually(() => expect(told.at(-1)).toEqual(says));
  says = [];
  await sync();
  await eventually(() => expect(warnings(agent)).toEqual([]));
  await agent.stop("to read its log");
  const lines = await log();
  expect(lines.match(/"hooks\.displaced","repository":"[^"]+","reasons":1/g)).toHaveLength(1);
  expect(lines.match(/"hooks\.back"/g)).toHaveLength(1);
});

test("a quiet poll leaves hooks alone", async () => {
  await scratch.git(here, "config", "hookline.syncInterval", "5s");
  const check = vi.fn<HookKeeper["check"]>().mockResolvedValue([]);
  const agent = await start(check);
  const lastLook = () => agent.status().repositories[0]?.lastLookAt;
  // A look that rests is confirmed by a second one; then the polls are quiet.
  await eventually(() => expect(lastLook()).toBeTruthy());
  await sync();
  await sync();
  await eventually(() => expect(agent.status().queue.running).toBe(0));
  const calls = check.mock.calls.length;
  const before = lastLook();
  await eventually(() => expect(lastLook()).not.toBe(before));
  expect(check.mock.calls).toHaveLength(calls);
});

test("no look waits for it, and what comes meanwhile is looked after once, afterwards", async () => {
  const first = Promise.withResolvers<readonly string[]>();
  const check = vi.fn<HookKeeper["check"]>().mockResolvedValue([]);
  check.mockReturnValueOnce(first.promise);
  const agent = await start(check);
  await eventually(() => expect(check).toHaveBeenCalledTimes(1));
  const commit = await scratch.commit(here, "new.txt");
  for (const _ of [1, 2, 3]) {
    expect(await sync()).toMatchObject({ value: { results: [{ status: { failure: null } }] } });
  }
  expect(agent.status().repositories[0]).toMatchObject({ state: "up-to-date" });
  expect(await scratch.git(here, "rev-parse", "@{upstream}")).toBe(commit);
  expect(check).toHaveBeenCalledTimes(1);
  first.resolve([]);
  await eventually(() => expect(check).toHaveBeenCalledTimes(2));
});

test("a keeper that fails makes no look fail, and is named in the log", async () => {
  const agent = await start(() => Promise.reject(new Error("broken")));
  expect(await sync()).toMatchObject({ value: { results: [{ status: { failure: null } }] } });
  await eventually(async () => expect(await log()).toContain(`hooks of ${here}`));
  expect(warnings(agent)).toEqual([]);
});

test("a repository that is left is spoken of no more, not even by a check under way", async () => {
  const slow = Promise.withResolvers<readonly string[]>();
  const check = vi.fn<HookKeeper["check"]>().mockResolvedValue([]);
  check.mockReturnValueOnce(slow.promise);
  const agent = await start(check);
  await eventually(() => expect(check).toHaveBeenCalledTimes(1));
  await unregister({ env: scratch.env, log: memoryLog().log }, here);
  await agent.reload();
  slow.resolve(["too late"]);
  await slow.promise;
  await register({ env: scratch.env, log: memoryLog().log }, here);
  await agent.reload();
  await eventually(() => expect(check).toHaveBeenCalledTimes(2));
  expect(warnings(agent)).toEqual([]);
  await agent.stop("to read its log");
  expect(await log()).not.toContain("hooks.displaced");
});

test("who only drains leaves hooks as they are", async () => {
  const check = vi.fn<HookKeeper["check"]>().mockResolvedValue([]);
  await start(check, true);
  await sync();
  expect(check).not.toHaveBeenCalled();
});
