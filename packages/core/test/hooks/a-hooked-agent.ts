import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { type Agent, startAgent } from "../../src/agent/agent.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { findHome, type Home } from "../../src/home.ts";
import { register } from "../../src/registration/registry.ts";
import { socketAddress } from "../../src/socket/socket-path.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

/** What curl heard: the body, the exit code, and the time it took. */
export interface Heard {
  readonly text: string;
  readonly exitCode: number;
  readonly durationMs: number;
}

/** An agent, a repository with a remote, and a test that plays the hooks of it. */
export interface HookedAgent {
  readonly scratch: Scratch;
  readonly home: Home;
  readonly agent: Agent;
  readonly remote: AbsolutePath;
  readonly here: AbsolutePath;
  /** Leaves a record in the spool, as a hook does. */
  readonly record: (event: string, id: string, cwd?: string) => Promise<void>;
  /** Posts JSON to the agent with curl. */
  readonly post: (path: string, body: object) => Promise<Heard>;
  /**
   * Does what runs a hook, which leaves a record; then asks what came of it.
   *
   * @param waitMs 2000 unless the test says otherwise
   */
  readonly after: (event: string, act: () => Promise<unknown>, waitMs?: number) => Promise<Heard>;
  /** Has the remote keep every push waiting. */
  readonly closeGate: () => Promise<void>;
  readonly openGate: () => Promise<void>;
  /** The events of this name in the agent's log, each as its line. */
  readonly logged: (event: string) => Promise<readonly string[]>;
  readonly inSync: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Waits for a condition, never for a time. */
export const eventually = (check: () => unknown) =>
  vi.waitFor(check, { timeout: 30_000, interval: 20 });

/**
 * Starts one.
 *
 * @param prepare runs before the agent does, in the repository
 */
export async function aHookedAgent(
  prepare: (scratch: Scratch, here: AbsolutePath) => Promise<unknown> = () => Promise.resolve(),
  { clock = systemClock, drains = false }: { clock?: Clock; drains?: boolean } = {},
): Promise<HookedAgent> {
  const scratch = await makeScratch("hooks");
  const home = findHome(scratch.env);
  const remote = await scratch.remote();
  const here = await scratch.clone(remote, "here");
  await prepare(scratch, here);
  await register({ env: scratch.env, log: memoryLog().log }, here);
  const agent = await startAgent({
    home,
    env: scratch.env,
    clock,
    drains,
    logLevel: "debug",
    version: "1.2.3",
  });
  const address = socketAddress(home, process.platform).path;
  const token = (await readFile(home.token, "utf8")).trim();
  const gate = scratch.path("gate");
  let ids = 0;

  const post = (path: string, body: object): Promise<Heard> => {
    const begunAt = performance.now();
    const args = ["-sS", "-m", "20", "--unix-socket", address, `http://h${path}`];
    args.push("-H", `Authorization: Bearer ${token}`, "-H", "Content-Type: application/json");
    args.push("-d", JSON.stringify(body));
    return new Promise((resolve) => {
      const child = execFile("curl", args, (_error, text) => {
        const durationMs = performance.now() - begunAt;
        resolve({ text, exitCode: child.exitCode ?? -1, durationMs });
      });
    });
  };
  const record = (event: string, id: string, cwd: string = here) =>
    writeFile(join(home.spool, `${id}.req`), `v1\t${event}\t${id}\t.git\t${cwd}\n`);

  const it: HookedAgent = {
    scratch,
    home,
    agent,
    remote,
    here,
    post,
    record,
    async after(event, act, waitMs = 2000) {
      const id = `${process.pid}-${(ids += 1)}`;
      const hook = join(here, ".git", "hooks", event);
      const line = `printf 'v1\\t${event}\\t${id}\\t.git\\t%s\\n' "$PWD" >'${home.spool}/${id}.req'`;
      await writeFile(hook, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
      await act();
      await rm(hook);
      return post("/v1/feedback", { id, waitMs });
    },
    async closeGate() {
      await mkdir(join(remote, "hooks"), { recursive: true });
      const text = `#!/bin/sh\n: >${gate}.reached\nwhile [ ! -e ${gate} ]; do sleep 0.02; done\n`;
      await writeFile(join(remote, "hooks", "pre-receive"), text, { mode: 0o755 });
    },
    openGate: () => writeFile(gate, ""),
    async logged(event) {
      const text = await readFile(join(home.logs, "agent.log"), "utf8");
      return text.split("\n").filter((line) => line.includes(`"event":"${event}"`));
    },
    async inSync() {
      await eventually(() =>
        expect(agent.status().repositories[0]).toMatchObject({
          state: "up-to-date",
          activity: "resting",
        }),
      );
    },
    async end() {
      await writeFile(gate, "");
      await agent.stop("the test is over");
      await scratch.remove();
    },
  };
  return it;
}
