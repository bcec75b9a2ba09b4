import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  eventually,
  kill,
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

const COMMIT = "git commit --quiet --allow-empty -m milk";
const isRoot = process.getuid?.() === 0;

/** The next commit, with nothing in its way, brings everything to the remote. */
async function expectRecovery(): Promise<void> {
  expect(await world.shell(COMMIT)).toEqual({ code: 0, output: "" });
  await world.arrives();
  await world.endsByItself();
}

/** A runner that could not do its work has ended, said so in the log, and left the record. */
async function expectFailure(code: string): Promise<void> {
  await eventually(async () => expect(await world.log()).toContain(`"event":"runner.failed"`));
  await eventually(() => expect(processesOf(world.home)).toEqual([]));
  expect(await world.log()).toContain(`"code":"${code}"`);
  expect(existsSync(world.home.runnerClaim)).toBe(false);
}

test("a database that cannot be opened is told in the log, and the record stays", async () => {
  await mkdir(world.home.database);
  await world.shell(COMMIT);
  await expectFailure("store-cannot-open");
  await rename(world.home.database, `${world.home.database}.away`);
  await expectRecovery();
});

test("a state folder that cannot hold the lock is told in the log", async () => {
  await mkdir(world.home.lock);
  await world.shell(COMMIT);
  await expectFailure("state-folder");
  await rename(world.home.lock, `${world.home.lock}.away`);
  await expectRecovery();
});

test("a machine without git is told in the log", async () => {
  const { home } = world;
  await writeFile(join(home.spool, "1-2.req"), `v1\tpost-commit\t1-2\t.git\t${world.here}\n`);
  expect(await world.shell(`PATH=/nowhere /bin/sh ${home.runnerScript}`)).toMatchObject({
    code: 1,
  });
  await expectFailure("git-missing");
  await expectRecovery();
});

test("a Node that is gone leaves nothing in the way of the next", async () => {
  const { home } = world;
  const script = await readFile(home.runnerScript, "utf8");
  await writeFile(home.runnerScript, script.replaceAll(process.execPath, "/nowhere/node"));
  expect(await world.shell(COMMIT)).toEqual({ code: 0, output: "" });
  await eventually(async () =>
    expect(await readFile(join(home.logs, "runner.log"), "utf8")).toContain("/nowhere/node"),
  );
  expect(existsSync(home.runnerClaim)).toBe(false);
  await writeFile(home.runnerScript, script);
  await expectRecovery();
});

test.each([{ HOME: "/nowhere" }, { HOME: "" }, { XDG_CONFIG_HOME: "/nowhere" }])(
  "a commit with %j reaches the repositories of the owner",
  async (env) => {
    const commit = `GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@b ${COMMIT}`;
    expect(await world.shell(commit, env)).toEqual({ code: 0, output: "" });
    await world.arrives();
    await world.endsByItself();
  },
);

test("a commit without a HOME does so too", async () => {
  const commit = `GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@b ${COMMIT}`;
  expect(await world.shell(`unset HOME; ${commit}`)).toEqual({ code: 0, output: "" });
  await world.arrives();
  await world.endsByItself();
});

test.runIf(isRoot)("root's runner refuses the state folder of somebody else", async () => {
  const { home } = world;
  const NOBODY = 65_534;
  await chown(home.root, NOBODY, NOBODY);
  await world.shell(COMMIT);
  await eventually(() => expect(existsSync(home.runnerClaim)).toBe(false));
  await eventually(() => expect(processesOf(home)).toEqual([]));
  expect([home.database, home.lock, home.pid].filter(existsSync)).toEqual([]);
  expect(existsSync(join(home.logs, "agent.log"))).toBe(false);
  await chown(home.root, 0, 0);
  await expectRecovery();
});

test.runIf(isRoot)(
  "a stranger who may commit starts nothing, and the owner's next commit does",
  async () => {
    const { here, home, scratch } = world;
    await world.shell(`chmod -R a+rwX ${here}; chmod 755 ${scratch.root}`);
    await chmod(scratch.path("home"), 0o755);
    const line = `setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nowhere git -c safe.directory='*' -c user.name=S -c user.email=s@s commit --quiet --allow-empty -m theirs`;
    expect(await world.shell(line)).toEqual({
      code: 0,
      output: "[Hookline Warning] Sync failed - queuing for retry\n",
    });
    expect(runnersOf(home)).toEqual([]);
    expect(existsSync(home.runnerClaim)).toBe(false);
    await world.shell(`chown -R 0:0 ${here}`);
    await expectRecovery();
  },
);

test("against an agent that hangs, a runner gives up and leaves the records", async () => {
  const { home, scratch, here } = world;
  expect(await world.hookline("start", "--detach")).toMatchObject({ code: 0 });
  const [agent] = processesOf(home);
  if (agent === undefined) throw new Error("no agent");
  process.kill(agent, "SIGSTOP");
  await scratch.commit(here, "milk.txt");
  // No hook would start one: the agent seems to be there.
  const begunAt = performance.now();
  const run = await world.shell(`/bin/sh ${home.runnerScript}`);
  expect(run).toMatchObject({ code: 1 });
  expect(performance.now() - begunAt).toBeGreaterThan(5000);
  expect(await world.log()).toContain('"code":"agent-hung"');
  expect(existsSync(home.runnerClaim)).toBe(false);
  process.kill(agent, "SIGCONT");
  await world.arrives();
  await kill([agent]);
});

test("beside an agent that runs, a runner leaves it the work", async () => {
  const { home } = world;
  expect(await world.hookline("start", "--detach")).toMatchObject({ code: 0 });
  const health = await world.client.health();
  const agents = health.kind === "ok" ? [health.value.pid] : [];
  await world.shell(`HOOKLINE_HOOKS=0 ${COMMIT}`);
  await writeFile(join(home.spool, "1-2.req"), `v1\tpost-commit\t1-2\t.git\t${world.here}\n`);
  expect(await world.shell(`/bin/sh ${home.runnerScript}`)).toEqual({ code: 0, output: "" });
  await world.arrives();
  await eventually(() => expect(processesOf(home)).toEqual(agents));
  expect(await world.logged("runner.started")).toBe(0);
  expect(existsSync(home.runnerClaim)).toBe(false);
});

test("a runner waits for a command that does the agent's work", async () => {
  const { home, remote, here, scratch } = world;
  await world.shell(
    `printf '#!/bin/sh\\nsleep 3\\n' >${remote}/hooks/pre-receive && chmod +x ${remote}/hooks/pre-receive`,
  );
  await world.shell(`HOOKLINE_HOOKS=0 ${COMMIT}`);
  const sync = world.hookline("sync", "--wait");
  await eventually(() => expect(existsSync(home.database)).toBe(true));
  await scratch.commit(here, "meanwhile.txt");
  expect(await sync).toMatchObject({ code: expect.any(Number) });
  await world.arrives();
  await world.endsByItself();
});
