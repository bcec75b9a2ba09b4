import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Agent, startAgent } from "../src/agent/agent.ts";
import { statusWithoutAgent, syncWithoutAgent } from "../src/agent/without-agent.ts";
import { systemClock } from "../src/clock.ts";
import type { AbsolutePath } from "../src/decide/brands.ts";
import { findHome, type Home } from "../src/home.ts";
import { register, unregister } from "../src/registration/registry.ts";
import { openClient } from "../src/socket/client.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

let scratch: Scratch;
let home: Home;
let remote: AbsolutePath;
let here: AbsolutePath;
const agents: Agent[] = [];

beforeEach(async () => {
  scratch = await makeScratch("agent");
  home = findHome(scratch.env);
  remote = await scratch.remote();
  here = await scratch.clone(remote, "here");
});

afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.stop("the test is over");
  await scratch.remove();
});

const options = () => ({ home, env: scratch.env, clock: systemClock, logLevel: "debug" as const });
const door = () => ({ env: scratch.env, log: memoryLog().log });

const registerHere = () => register(door(), here);

async function start(): Promise<Agent> {
  const agent = await startAgent({ ...options(), version: "1.2.3" });
  agents.push(agent);
  return agent;
}

const tip = (ref = "refs/heads/main") => scratch.git(remote, "rev-parse", ref);

/** Waits for a condition, never for a time. */
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

const only = (agent: Agent) => agent.status().repositories[0];

const inSync = (agent: Agent) =>
  eventually(() => expect(only(agent)).toMatchObject({ state: "up-to-date", activity: "resting" }));

describe("the agent", () => {
  test("looks at every repository when it starts, and pushes what was committed meanwhile", async () => {
    await registerHere();
    const commit = await scratch.commit(here, "meanwhile.txt");
    const agent = await start();
    await inSync(agent);
    expect(await tip()).toBe(commit);
    expect(agent.status()).toMatchObject({
      agent: { version: "1.2.3", pid: process.pid },
      queue: { queued: 0, running: 0, retrying: 0, dead: 0, spooled: 0 },
    });
  });

  test("takes up what hooks leave in the spool", async () => {
    await registerHere();
    const agent = await start();
    await inSync(agent);
    await writeFile(join(home.spool, "1-2.req"), `v1\tpost-commit\t1-2\t.git\t${here}\n`);
    await eventually(() => expect(agent.status().queue.spooled).toBe(0));
    await agent.stop("to read its log");
    const log = await readFile(join(home.logs, "agent.log"), "utf8");
    expect(log).toContain(`"event":"look.started","repository":"${here}","reasons":["hook"]`);
  });

  test("polls the remote at the interval that the repository sets", async () => {
    await scratch.git(here, "config", "hookline.syncInterval", "5s");
    await registerHere();
    const agent = await start();
    await inSync(agent);
    const there = await scratch.clone(remote, "there");
    const commit = await scratch.commit(there, "theirs.txt");
    await scratch.git(there, "push", "--quiet");
    await eventually(async () => expect(await scratch.git(here, "rev-parse", "HEAD")).toBe(commit));
  });

  test("follows the list in the global git config while it runs", async () => {
    await registerHere();
    const agent = await start();
    await inSync(agent);
    const there = await scratch.clone(remote, "there");
    await scratch.git(scratch.root, "config", "--global", "--add", "hookline.repo", there);
    await eventually(() =>
      expect(agent.status().repositories.map(({ path }) => path)).toEqual([here, there]),
    );
    await unregister(door(), here);
    await eventually(() =>
      expect(agent.status().repositories.map(({ path }) => path)).toEqual([there]),
    );
  });

  test("retries what failed, counts the attempts, and recovers", async () => {
    await registerHere();
    await rename(remote, `${remote}.away`);
    await scratch.commit(here, "offline.txt");
    await scratch.git(here, "remote", "set-url", "origin", "http://127.0.0.1:1/r.git");
    const agent = await start();
    await eventually(() => expect(only(agent)?.failure?.attempts).toBeGreaterThanOrEqual(2));
    expect(only(agent)).toMatchObject({ activity: "retrying", failure: { kind: "offline" } });
    expect(agent.status().queue.retrying).toBe(1);
    await rename(`${remote}.away`, remote);
    await scratch.git(here, "remote", "set-url", "origin", remote);
    await inSync(agent);
    expect(only(agent)?.failure).toBeNull();
    expect(agent.status().queue.retrying).toBe(0);
  });

  test("gives up what only a person can mend, and tries again when one asks", async () => {
    await writeFile(join(remote, "hooks", "pre-receive"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    await registerHere();
    await scratch.commit(here, "refused.txt");
    const agent = await start();
    await eventually(() =>
      expect(only(agent)).toMatchObject({ activity: "gave-up", failure: { kind: "refused" } }),
    );
    expect(agent.status().queue.dead).toBe(1);
    await writeFile(join(remote, "hooks", "pre-receive"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    const answer = await openClient(home).look({ repository: here, wait: true });
    expect(answer).toMatchObject({ kind: "ok", value: { results: [{ path: here, pushed: 1 }] } });
    expect(agent.status().queue.dead).toBe(0);
  });

  test("keeps the others going when one repository is gone, and finds it again", async () => {
    const there = await scratch.clone(remote, "there");
    await registerHere();
    await register(door(), there);
    await rename(here, `${here}.away`);
    const agent = await start();
    await eventually(() =>
      expect(agent.status().repositories[1]).toMatchObject({ state: "up-to-date" }),
    );
    await eventually(() => expect(only(agent)?.failure?.kind).toBe("missing"));
    await rename(`${here}.away`, here);
    await openClient(home).look({ repository: here, wait: true });
    expect(only(agent)).toMatchObject({ state: "up-to-date", failure: null });
  });

  test("watches a repository again that went away and came back", async () => {
    await registerHere();
    const agent = await start();
    await inSync(agent);
    await rename(here, `${here}.away`);
    await openClient(home).look({ repository: here, wait: true });
    expect(only(agent)?.failure?.kind).toBe("missing");
    await scratch.clone(remote, "here");
    await openClient(home).look({ repository: here, wait: true });
    const commit = await scratch.commit(here, "again.txt");
    await eventually(async () => expect(await tip()).toBe(commit));
  });

  test("ends when its state folder is gone, so that none works unseen", async () => {
    const agent = await start();
    await rm(home.root, { recursive: true });
    await agent.stopped;
    await expect(start()).resolves.toBeDefined();
  });

  test("refuses to be two", async () => {
    await start();
    await expect(start()).rejects.toMatchObject({ code: "agent-running" });
  });

  test("does nothing in a repository that is paused, and goes on afterwards", async () => {
    await scratch.git(here, "config", "hookline.paused", "true");
    await registerHere();
    const agent = await start();
    await eventually(() =>
      expect(only(agent)).toMatchObject({ paused: true, hold: { reason: "paused" } }),
    );
    const before = await tip();
    await scratch.commit(here, "paused.txt");
    await openClient(home).look({ repository: here, wait: true });
    expect(await tip()).toBe(before);
    await scratch.git(here, "config", "hookline.paused", "false");
    await openClient(home).reload();
    await inSync(agent);
    expect(await tip()).not.toBe(before);
  });

  test("names a setting that it cannot use, and works on", async () => {
    await scratch.git(here, "config", "hookline.syncIntervall", "5s");
    await scratch.git(here, "config", "hookline.alpha", "perhaps");
    await registerHere();
    const agent = await start();
    await inSync(agent);
    const { warnings } = agent.status().repositories[0] ?? { warnings: [] };
    expect(warnings.join(" ")).toMatch(
      /hookline\.syncintervall .*Did you mean hookline\.syncInterval\?/,
    );
    expect(warnings.join(" ")).toMatch(
      /hookline\.alpha in .*config wants true or false, not "perhaps"/,
    );
  });

  test("ends a push that hangs when it is told to stop, and makes it again at the next start", async () => {
    const gate = scratch.path("gate");
    await writeFile(
      join(remote, "hooks", "pre-receive"),
      `#!/bin/sh\n: >${gate}.reached\nwhile [ ! -e ${gate} ]; do sleep 0.05; done\n`,
      { mode: 0o755 },
    );
    await registerHere();
    const commit = await scratch.commit(here, "slow.txt");
    const agent = await start();
    await eventually(() => scratch.git(scratch.root, "hash-object", `${gate}.reached`));
    await agent.stop("in the middle");
    await writeFile(gate, "");
    const again = await start();
    await inSync(again);
    expect(await tip()).toBe(commit);
  });

  test("tells its clients what changes, whole at first", async () => {
    await registerHere();
    await start();
    const stop = new AbortController();
    const answer = await openClient(home).events(stop.signal);
    if (answer.kind !== "ok") throw new Error(answer.kind);
    const seen: string[] = [];
    for await (const event of answer.value) {
      seen.push(event.type);
      if (event.type === "status") await scratch.commit(here, "seen.txt");
      if (event.type === "repository" && event.repository.ahead === 0 && seen.length > 2) break;
    }
    expect(seen[0]).toBe("status");
    stop.abort();
  });
});

describe("without an agent", () => {
  test("the status says what git knows, and changes nothing", async () => {
    await registerHere();
    await scratch.commit(here, "new.txt");
    expect(await statusWithoutAgent(door(), home, systemClock)).toMatchObject({
      agent: null,
      repositories: [{ path: here, state: "ahead", ahead: 1, activity: "resting" }],
    });
  });

  test("a sync is done on the spot", async () => {
    await registerHere();
    const commit = await scratch.commit(here, "new.txt");
    const { results } = await syncWithoutAgent(options(), here, new AbortController().signal);
    expect(results).toMatchObject([{ status: { state: "up-to-date" }, pushed: 1 }]);
    expect(await tip()).toBe(commit);
  });

  test("a path that is not registered is refused", async () => {
    await expect(
      syncWithoutAgent(options(), here, new AbortController().signal),
    ).rejects.toMatchObject({
      code: "not-registered",
    });
  });
});
