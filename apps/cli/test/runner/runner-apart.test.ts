import { spawn } from "node:child_process";
import { once } from "node:events";
import { readlinkSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { absolutePath } from "@hookline/core/client";
import { runnerScript } from "@hookline/hooks";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  ended,
  eventually,
  makeRunnerWorld,
  openIn,
  type RunnerWorld,
  read,
  runnersOf,
} from "./runner-world.ts";

const onLinux = process.platform === "linux";

let world: RunnerWorld;
beforeEach(async () => {
  world = await makeRunnerWorld();
});
afterEach(() => world.end());

const COMMIT = "git commit --quiet --allow-empty -m milk";

/** The one runner, at work. */
const theRunner = (): Promise<number> =>
  eventually(async () => {
    const health = await world.client.health();
    if (health.kind !== "ok") throw new Error("no runner is up yet");
    return health.value.pid;
  });

/** proc_pid_stat(5): the process group, the session and the terminal. */
function standingOf(pid: number) {
  const stat = read(pid, "stat");
  const [, , group, session, terminal] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { group: Number(group), session: Number(session), terminal: Number(terminal) };
}

test.runIf(onLinux)("has a session of its own, and is at home in the state folder", async () => {
  await world.shell(COMMIT);
  const pid = await theRunner();
  expect(standingOf(pid)).toEqual({ group: pid, session: pid, terminal: 0 });
  expect(readlinkSync(`/proc/${pid}/cwd`)).toBe(world.home.root);
  expect((await world.client.status()).kind).toBe("ok");
  await world.endsByItself();
});

test.runIf(onLinux)("goes on when the terminal of the commit is gone", async () => {
  const { scratch, here } = world;
  const terminal = spawn("script", ["-qec", `${COMMIT}; sleep 0`, "/dev/null"], {
    cwd: here,
    env: scratch.env,
    stdio: "ignore",
  });
  await once(terminal, "exit");
  expect(terminal.exitCode).toBe(0);
  await world.arrives();
  await world.endsByItself();
});

test.runIf(onLinux)("goes on when the terminal hangs up in the middle", async () => {
  const { scratch, here } = world;
  // The group of the commit and of all it started.
  const shell = spawn("sh", ["-c", `${COMMIT}; kill -HUP 0; sleep 60`], {
    cwd: here,
    env: scratch.env,
    stdio: "ignore",
    detached: true,
  });
  await once(shell, "exit");
  expect(shell.signalCode).toBe("SIGHUP");
  await world.arrives();
  await world.endsByItself();
});

test.runIf(onLinux)("goes on when it is hung up on itself", async () => {
  await world.shell(COMMIT);
  const pid = await theRunner();
  await world.arrives();
  process.kill(pid, "SIGHUP");
  await world.shell(COMMIT);
  await world.arrives();
  await world.endsByItself();
  expect(await world.logged("runner.started")).toBe(1);
});

test.runIf(onLinux)("ends in good order on SIGTERM", async () => {
  await world.shell(COMMIT);
  process.kill(await theRunner(), "SIGTERM");
  await world.endsByItself();
  expect(await world.log()).toContain('"reason":"SIGTERM"');
});

test.runIf(onLinux).each([3, 12, 200])(
  "keeps no end of a pipe that the caller left open as descriptor %d",
  async (descriptor) => {
    const { scratch, here } = world;
    const opened = `exec ${descriptor}>&1; exec >/dev/null; ${COMMIT}`;
    const shell = spawn("bash", ["-c", opened], {
      cwd: here,
      env: scratch.env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    // The pipe ends when its last holder does: before the runner, if that holds it no more.
    const pipe = ended(shell);
    const pid = await theRunner();
    await pipe;
    expect(runnersOf(world.home)).toContain(pid);
    // Those to git come and go.
    await eventually(() => expect(halfPipes(pid)).toEqual([]));
  },
);

/** Node's own pipes have both ends in the process itself. */
function halfPipes(pid: number): string[] {
  const pipes = openIn(pid).filter((target) => target.startsWith("pipe:"));
  return pipes.filter((pipe) => pipes.filter((other) => other === pipe).length === 1);
}

test.runIf(onLinux)("has nothing of the hook's in its environment", async () => {
  await world.shell(`git -c user.name=Eve ${COMMIT.slice(4)}`, {
    GIT_EDITOR: "false",
    GIT_SSH_COMMAND: "false",
    GIT_SYNC_SYNC_INTERVAL: "45s",
    NODE_OPTIONS: "--max-old-space-size=512",
    SSH_AUTH_SOCK: "/run/keys",
  });
  const pid = await theRunner();
  const names = read(pid, "environ")
    .split("\0")
    .map((pair) => pair.split("=")[0] ?? "");
  expect(names.filter((name) => /^(?:GIT|HOOKLINE|NODE|SSH)_/.test(name)).toSorted()).toEqual([
    "GIT_SYNC_SYNC_INTERVAL",
    "HOOKLINE_HOME",
    "SSH_AUTH_SOCK",
  ]);
});

test.runIf(onLinux)("is its own session where the system has no program for that", async () => {
  const { home } = world;
  const without = runnerScript({
    node: absolutePath(process.execPath),
    flags: [],
    main: absolutePath(join(import.meta.dirname, "../../dist/runner/main.js")),
    home: home.root,
    env: world.scratch.env,
  });
  expect(without).toContain("--detach");
  await writeFile(home.runnerScript, without);
  await world.shell("for n in 1 2 3 4 5; do git commit --quiet --allow-empty -m $n; done");
  const pid = await theRunner();
  expect(standingOf(pid)).toEqual({ group: pid, session: pid, terminal: 0 });
  expect(read(pid, "environ")).not.toContain("GIT_");
  await world.arrives();
  await world.endsByItself();
  expect(await world.logged("runner.started")).toBe(1);
});
