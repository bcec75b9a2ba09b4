import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Agent, startAgent } from "../src/agent/agent.ts";
import { systemClock } from "../src/clock.ts";
import type { AbsolutePath } from "../src/decide/brands.ts";
import { findHome, type Home } from "../src/home.ts";
import { register } from "../src/registration/registry.ts";
import { openClient } from "../src/socket/client.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

let scratch: Scratch;
let home: Home;
let remote: AbsolutePath;
let here: AbsolutePath;
const agents: Agent[] = [];

beforeEach(async () => {
  scratch = await makeScratch("drains");
  home = findHome(scratch.env);
  remote = await scratch.remote();
  here = await scratch.clone(remote, "here");
  await register({ env: scratch.env, log: memoryLog().log }, here);
  await mkdir(home.spool, { recursive: true });
});

afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.stop("the test is over");
  await scratch.remove();
});

async function startRunner(): Promise<Agent> {
  const agent = await startAgent({
    home,
    env: scratch.env,
    clock: systemClock,
    logLevel: "debug",
    version: "1.2.3",
    drains: true,
  });
  agents.push(agent);
  return agent;
}

const report = (repository = here) =>
  writeFile(join(home.spool, "1-2.req"), `v1\tpost-commit\t1-2\t.git\t${repository}\n`);

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 20 });
const looks = async () =>
  (await readFile(join(home.logs, "agent.log"), "utf8")).match(/"look.started".*?\]/g) ?? [];

test("pushes what hooks reported, and ends by itself", async () => {
  const commit = await scratch.commit(here, "milk.txt");
  await report();
  const agent = await startRunner();
  expect(agent.status().agent).toMatchObject({ drains: true });
  expect(await openClient(home).health()).toMatchObject({ value: { drains: true } });
  expect(await agent.stopped).toEqual({ why: "drained", left: false });
  expect(await scratch.git(remote, "rev-parse", "main")).toBe(commit);
  expect(existsSync(home.pid)).toBe(false);
});

test("looks at nothing else: not at the start, nor when files, refs or settings change", async () => {
  const there = await scratch.clone(remote, "there");
  await register({ env: scratch.env, log: memoryLog().log }, there);
  await scratch.git(there, "config", "hookline.autoCommit", "true");
  await scratch.git(there, "config", "hookline.syncInterval", "5s");
  await report();
  const agent = await startRunner();
  await scratch.commit(there, "milk.txt");
  await scratch.git(there, "config", "--global", "user.name", "Other");
  await agent.stopped;
  expect(await looks()).toEqual([expect.stringMatching(`/here".*\\["hook"\\]`)]);
});

test("finds a repository that was added after it started", async () => {
  const agent = await startRunner();
  const there = await scratch.clone(remote, "there");
  await register({ env: scratch.env, log: memoryLog().log }, there);
  const commit = await scratch.commit(there, "milk.txt");
  await report(there);
  await agent.stopped;
  expect(await scratch.git(remote, "rev-parse", "main")).toBe(commit);
});

test("serves clients, and goes on as long as one waits", async () => {
  const commit = await scratch.commit(here, "milk.txt");
  await writeFile(join(remote, "hooks", "pre-receive"), "#!/bin/sh\nsleep 3\n", { mode: 0o755 });
  const agent = await startRunner();
  const answer = await openClient(home).look({ repository: here, wait: true });
  expect(answer).toMatchObject({ kind: "ok", value: { results: [{ pushed: 1 }] } });
  expect(await scratch.git(remote, "rev-parse", "main")).toBe(commit);
  expect(await agent.stopped).toEqual({ why: "drained", left: false });
});

test("waits for a retry that is due soon, and leaves a later one", async () => {
  await scratch.git(here, "remote", "set-url", "origin", "http://127.0.0.1:1/r.git");
  await scratch.commit(here, "milk.txt");
  await report();
  const agent = await startRunner();
  expect(await agent.stopped).toEqual({ why: "drained", left: false });
  expect(existsSync(join(home.spool, "1-2.req"))).toBe(false);
  // The look that failed waits in the queue for the next runner, or the agent.
  await scratch.git(here, "remote", "set-url", "origin", remote);
  const again = await startRunner();
  expect(again.status().queue).toMatchObject({ queued: 0, retrying: 1 });
});

test("runs a command after a pull to its end", async () => {
  const there = await scratch.clone(remote, "there");
  await scratch.commit(there, "theirs.txt");
  await scratch.git(there, "push", "--quiet");
  const ran = scratch.path("ran");
  const command = `sh -c "sleep 3; touch ${ran}"`;
  await scratch.git(scratch.root, "config", "--global", "hookline.afterPull", command);
  const agent = await startRunner();
  await openClient(home).look({ repository: here, wait: true });
  expect(await agent.stopped).toEqual({ why: "drained", left: false });
  expect(existsSync(ran)).toBe(true);
});

test("a look that comes due while it ends is left, and said", async () => {
  await scratch.commit(here, "milk.txt");
  const agent = await startRunner();
  await eventually(async () => {
    await report();
    void agent.stop("as if nothing were left to do", "drained");
    expect(existsSync(join(home.spool, "1-2.req"))).toBe(true);
  });
  const { left } = await agent.stopped;
  // Either it is a job now, or the record is still there.
  expect(left || existsSync(join(home.spool, "1-2.req"))).toBe(true);
});

test("gives up what cannot be taken out of the spool", async () => {
  await mkdir(join(home.spool, "1-2.req"));
  const agent = await startRunner();
  expect(await agent.stopped).toMatchObject({ why: "stuck" });
});

test("an agent that stays takes away what says that a runner is at work", async () => {
  await writeFile(home.runnerClaim, "4711\n");
  const agent = await startAgent({
    home,
    env: scratch.env,
    clock: systemClock,
    logLevel: "debug",
    version: "1.2.3",
  });
  agents.push(agent);
  expect(existsSync(home.runnerClaim)).toBe(false);
});
