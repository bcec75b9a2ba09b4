import type { Answer } from "@hookline/core/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askForLook } from "../../src/ask-for-look.ts";
import type { Context } from "../../src/context.ts";
import { terminalOutput } from "../../src/out/output.ts";
import { readStatus } from "../../src/read-status.ts";
import { stopAgent } from "../../src/stop-agent.ts";
import { tellAgent } from "../../src/tell-agent.ts";
import { makeRunnerWorld, type RunnerWorld } from "./runner-world.ts";

let world: RunnerWorld;
beforeEach(async () => {
  world = await makeRunnerWorld();
});
afterEach(() => world.end());

const STOPPING = {
  kind: "refused",
  code: "stopping",
  message: "The agent is stopping.",
  hint: null,
} as const;

/** Commands of a person whose agent is about to end when it is first asked, and gone after that. */
function contextOf(): Context {
  const { scratch, home, here, client } = world;
  let asked = 0;
  const ending = <Reply>(then: () => Promise<Answer<Reply>>): Promise<Answer<Reply>> => {
    asked += 1;
    return asked === 1 ? Promise.resolve(STOPPING) : then();
  };
  return {
    home,
    env: scratch.env,
    cwd: here,
    out: terminalOutput(),
    version: "1.2.3",
    door: { env: scratch.env, log: () => undefined },
    client: {
      ...client,
      status: () => ending(client.status),
      reload: () => ending(client.reload),
      stop: () => ending(client.stop),
      look: (call) => ending(() => client.look(call)),
    },
  };
}

test("status is what nobody's agent would say", async () => {
  expect(await readStatus(contextOf())).toMatchObject({
    agent: null,
    repositories: [{ path: world.here }],
  });
});

test("a look is made here as soon as the agent has gone", async () => {
  const commit = await world.scratch.git(world.here, "rev-parse", "HEAD");
  const asked = await askForLook(contextOf(), { path: world.here, wait: true, occasion: "sync" });
  expect(asked).toMatchObject({ asked: false, results: [{ path: world.here }] });
  await world.arrives(commit);
});

test("stopping it waits for its end", async () => {
  expect(await stopAgent(contextOf())).toBe("agent");
});

test("settings are nobody's news", async () => {
  expect(await tellAgent(contextOf())).toBe(false);
});

test("two commands that look here at once both do", async () => {
  const { remote } = world;
  await world.shell(
    `printf '#!/bin/sh\\nsleep 2\\n' >${remote}/hooks/pre-receive && chmod +x ${remote}/hooks/pre-receive`,
  );
  await world.shell("HOOKLINE_HOOKS=0 git commit --quiet --allow-empty -m milk");
  const both = await Promise.all([
    world.hookline("sync", "--wait"),
    world.hookline("sync", "--wait"),
  ]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  await world.arrives();
});
