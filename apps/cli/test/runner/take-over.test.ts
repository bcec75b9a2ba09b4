import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  eventually,
  makeRunnerWorld,
  processesOf,
  type RunnerWorld,
  runnersOf,
} from "./runner-world.ts";

let world: RunnerWorld;
beforeEach(async () => {
  world = await makeRunnerWorld();
});
afterEach(() => world.end());

/** A runner in the middle of a push that takes its time. */
async function busyRunner(seconds: number): Promise<number> {
  const { scratch, remote, here } = world;
  await world.shell(
    `printf '#!/bin/sh\\nsleep ${seconds}\\n' >${remote}/hooks/pre-receive && chmod +x ${remote}/hooks/pre-receive`,
  );
  await scratch.commit(here, "slow.txt");
  return eventually(async () => {
    const [pid] = runnersOf(world.home);
    const status = await world.client.status();
    const repository = status.kind === "ok" ? status.value.repositories[0] : undefined;
    if (pid === undefined || repository?.activity !== "looking") throw new Error("not yet");
    return pid;
  });
}

const aRunner = (): Promise<number> =>
  eventually(async () => {
    const health = await world.client.health();
    if (health.kind !== "ok" || !health.value.drains) throw new Error("not yet");
    return health.value.pid;
  });

const anAgent = (): Promise<number> =>
  eventually(async () => {
    const health = await world.client.health();
    if (health.kind !== "ok" || health.value.drains) throw new Error("not yet");
    return health.value.pid;
  });

describe("while a runner is at work", () => {
  test("status says so", async () => {
    const pid = await busyRunner(3);
    const { output } = await world.hookline("status");
    expect(output).toContain(`a background runner (pid ${pid}) syncs`);
    const json: unknown = JSON.parse((await world.hookline("status", "--json")).output);
    expect(json).toMatchObject({ agent: { pid, drains: true } });
    await world.arrives();
    await world.endsByItself();
  });

  test("sync --wait is served by it, or by nobody, whenever it comes", async () => {
    const { scratch, here } = world;
    for (const delayMs of [0, 200, 2250, 2350, 2450]) {
      await scratch.commit(here, `file-${delayMs}.txt`);
      await world.shell(`sleep ${delayMs / 1000}`);
      const synced = await world.hookline("sync", "--wait");
      expect(synced).toMatchObject({ code: 0 });
      expect(synced.output).toContain("in sync with origin/main");
      await world.arrives();
    }
    await world.endsByItself();
  }, 120_000);

  test("status and stop answer, whenever they come", async () => {
    const { scratch, here } = world;
    for (const delayMs of [0, 300, 2200, 2400]) {
      await scratch.commit(here, `file-${delayMs}.txt`);
      await world.shell(`sleep ${delayMs / 1000}`);
      const [status, stop] = await Promise.all([world.hookline("status"), world.hookline("stop")]);
      expect(status.output).not.toContain("✗");
      expect([0, 2]).toContain(status.code);
      expect(stop).toMatchObject({ code: 0 });
    }
    expect(await world.hookline("sync", "--wait")).toMatchObject({ code: 0 });
    await world.arrives();
    await world.endsByItself();
  }, 120_000);

  test("stop ends it, and what was left is done by the next", async () => {
    const { scratch, here, remote } = world;
    await busyRunner(5);
    const { code, output } = await world.hookline("stop");
    expect({ code, output }).toEqual({
      code: 0,
      output:
        "✓ The background runner has stopped; the next one, or the agent, does what is left.\n",
    });
    await world.endsByItself();
    await scratch.git(remote, "config", "hookline.unused", "1");
    await world.shell(`rm ${remote}/hooks/pre-receive`);
    await scratch.commit(here, "next.txt");
    await world.arrives();
    await world.endsByItself();
  });

  test("start --detach takes over, and finishes its work", async () => {
    const runner = await busyRunner(2);
    const { code, output } = await world.hookline("start", "--detach");
    expect(code).toBe(0);
    const agent = await anAgent();
    expect(output).toContain(`The agent is running (pid ${agent})`);
    expect(agent).not.toBe(runner);
    expect(await world.log()).toContain('"reason":"a client asked"');
    await world.arrives();
    await eventually(() => expect(processesOf(world.home)).toEqual([agent]));
  });

  test("two at once start one agent", async () => {
    const { scratch, here } = world;
    await scratch.commit(here, "first.txt");
    await aRunner();
    const starts = await Promise.all([
      world.hookline("start", "--detach"),
      world.hookline("start", "--detach"),
    ]);
    for (const { code, output } of starts) {
      expect(output).toMatch(/The agent is running/);
      expect(code).toBe(0);
    }
    const agent = await anAgent();
    await eventually(() => expect(processesOf(world.home)).toEqual([agent]));
    await scratch.commit(here, "second.txt");
    await world.arrives();
  });

  test("agent in the foreground takes over, and stays", async () => {
    const { scratch, here } = world;
    await scratch.commit(here, "first.txt");
    await aRunner();
    const agent = world.hookline("agent", "--quiet");
    await anAgent();
    await scratch.commit(here, "second.txt");
    await world.arrives();
    expect(runnersOf(world.home)).toEqual([]);
    await world.hookline("stop");
    expect(await agent).toEqual({ code: 0, output: "" });
  });
});

test("an agent and commits at the same time: one of them has the lock, and nothing is missed", async () => {
  for (let round = 0; round < 2; round += 1) {
    const commits = world.shell(
      "for n in 1 2 3 4 5 6 7 8; do git commit --quiet --allow-empty -m $n; done",
    );
    const start = await world.hookline("start", "--detach");
    expect(start).toMatchObject({ code: 0 });
    await commits;
    await world.arrives();
    const agent = await anAgent();
    await eventually(() => expect(processesOf(world.home)).toEqual([agent]));
    expect(await world.hookline("stop")).toMatchObject({ code: 0 });
  }
}, 120_000);
