import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  absolutePath,
  findHome,
  type Home,
  socketAddress,
  tokenHeaderFile,
} from "@hookline/core/client";
import { expect, onTestFinished, vi } from "vitest";
import { installHooks } from "../../src/index.ts";
import { realHookGit } from "../real-hook-git.ts";
import { type Ended, run, type Scratch, scratchRepository } from "../scratch-repository.ts";
import { realClient } from "./world.ts";

/** A repository with a remote and our hooks, whose real agent can be started. */
export interface Synced {
  readonly scratch: Scratch;
  readonly home: Home;
  readonly hook: (event: string) => string;
  /** Starts the agent; it ends with the test. */
  readonly startAgent: () => Promise<ChildProcess>;
  /** Runs a program where the agent runs. */
  readonly inside: (...words: readonly string[]) => Promise<Ended>;
  /** Commits with the hooks, as a person does who captures the output. */
  readonly commit: (env?: NodeJS.ProcessEnv) => Promise<Ended>;
  /** Waits until the remote has what we have, and no record waits any more. */
  readonly delivered: () => Promise<void>;
}

/** Longer than an agent waits before it looks again by itself. */
/** What failed for a want of room is tried again after half a minute, a quarter more or less. */
const EVENTUALLY = { timeout: 100_000, interval: 50 };

/**
 * Makes a {@link Synced}. Nothing but our hooks, the watch and the start makes its agent look.
 *
 * @param wrap gives the beginning of the command lines of the agent and of commits
 */
export async function syncedRepository(
  wrap: (scratch: Scratch) => readonly string[] | Promise<readonly string[]> = () => [],
): Promise<Synced> {
  const scratch = await scratchRepository();
  const { root, repo, git, gitIn, env } = scratch;
  env["HOOKLINE_HOME"] = join(root, "home");
  const home = findHome(env);
  await gitIn(root, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git");
  await git("remote", "add", "origin", join(root, "remote.git"));
  await git("push", "--quiet", "--set-upstream", "origin", "main");
  await git("config", "--global", "hookline.repo", repo);
  await git("config", "hookline.syncInterval", "1d");
  const client = realClient();
  const signal = client && {
    socket: absolutePath(socketAddress(home, process.platform).path),
    header: absolutePath(tokenHeaderFile(home)),
    client,
  };
  const plan = { ...scratch.plan, targets: { ...scratch.targets, signal } };
  await installHooks(repo, plan, realHookGit(scratch, [2, 39]));
  const wrapper = await wrap(scratch);
  const inside = (words: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ended> => {
    const [program = "", ...args] = [...wrapper, ...words];
    return run(program, args, { cwd: repo, env: { ...env, ...more } });
  };
  const tip = async (folder: string): Promise<string> =>
    (await gitIn(folder, "rev-parse", "main")).stdout;
  return {
    scratch,
    home,
    hook: (event) => join(repo, ".git", "hooks", event),
    startAgent: () => startAgent(scratch, wrapper),
    inside: (...words) => inside(words),
    async commit(more) {
      await writeFile(join(repo, "file"), `${Math.random()}\n`);
      await git("add", "file");
      return inside(["git", "-C", repo, "commit", "--quiet", "--message=x"], more);
    },
    delivered: () =>
      vi.waitFor(async () => {
        expect(await tip(join(root, "remote.git"))).toBe(await tip(repo));
        expect(await records(home)).toEqual([]);
      }, EVENTUALLY),
  };
}

async function records({ spool }: Home): Promise<readonly string[]> {
  const entries = await readdir(spool, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function startAgent(
  { root, env }: Scratch,
  wrapper: readonly string[],
): Promise<ChildProcess> {
  const main = join(import.meta.dirname, "agent-main.ts");
  const words: readonly string[] = [...wrapper, process.execPath, "--no-warnings", main];
  const [program = "", ...args] = words;
  const child = spawn(program, args, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGCONT");
    child.kill("SIGTERM");
    await once(child, "exit");
  });
  await once(child.stdout, "data");
  return child;
}
