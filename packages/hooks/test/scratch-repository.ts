import { type ExecFileOptions, execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "@hookline/core/client";
import { onTestFinished } from "vitest";
import type { GitVersion } from "../src/decide/hook-facts.ts";
import type { HookPlan, HookTargets } from "../src/index.ts";

/** How a command ended, with everything it printed. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. Resolves when it has exited and nobody holds its output open. */
export function run(
  program: string,
  args: readonly string[],
  options: ExecFileOptions & { readonly input?: string } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { encoding: "utf8", ...options }, (error, out, err) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === "number") resolve({ code, stdout: String(out), stderr: String(err) });
      else reject(new Error(`${program} ${args.join(" ")} did not exit`, { cause: error }));
    });
    if (options.input !== undefined) child.stdin?.end(options.input);
  });
}

/** One line that a hook has left in the spool. */
export interface SpoolLine {
  readonly version: string;
  readonly event: string;
  readonly id: string;
  readonly gitDir: string;
  readonly cwd: string;
}

/** A repository of its own, with a home for Hookline beside it and nobody's git config. */
export interface Scratch {
  readonly root: AbsolutePath;
  readonly repo: AbsolutePath;
  readonly spool: AbsolutePath;
  /** Targets without a signal. */
  readonly targets: HookTargets;
  /** Those targets, with the settings as they are by default but for the fallback, which is none. */
  readonly plan: HookPlan;
  readonly env: NodeJS.ProcessEnv;
  /** Runs git in the repository; a failure throws with what git said. */
  readonly git: (...args: readonly string[]) => Promise<Ended>;
  readonly gitIn: (cwd: string, ...args: readonly string[]) => Promise<Ended>;
  /** Reads the spool and empties it. */
  readonly drain: () => Promise<SpoolLine[]>;
}

/** Makes a {@link Scratch}; it goes when the test ends, unless `KEEP_SCRATCH` is set. */
export async function scratchRepository(name = "repo", home = "home"): Promise<Scratch> {
  const root = absolutePath(await realpath(await mkdtemp(join(tmpdir(), "hookline-"))));
  onTestFinished(async () => {
    if (process.env["KEEP_SCRATCH"] === undefined) await rm(root, { recursive: true, force: true });
  });
  const repo = absolutePath(join(root, name));
  const spool = absolutePath(join(root, home, "spool"));
  await mkdir(spool, { recursive: true });
  const env = {
    PATH: process.env["PATH"],
    HOME: root,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_EDITOR: "true",
    GIT_AUTHOR_NAME: "A",
    GIT_AUTHOR_EMAIL: "a@example.com",
    GIT_COMMITTER_NAME: "A",
    GIT_COMMITTER_EMAIL: "a@example.com",
  };
  const gitIn = async (cwd: string, ...args: readonly string[]): Promise<Ended> => {
    const ended = await run("git", args, { cwd, env });
    if (ended.code !== 0) throw new Error(`git ${args.join(" ")}: ${ended.stderr}`);
    return ended;
  };
  await gitIn(root, "init", "--quiet", "--template=", "--initial-branch=main", repo);
  const git = (...args: readonly string[]): Promise<Ended> => gitIn(repo, ...args);
  // Newer gits begin to tidy up in the background, and a test that reads the folder would see it come and go.
  const still = ["-c", "maintenance.auto=false"];
  await git(...still, "commit", "--quiet", "--allow-empty", "--message=root");
  const below = (file: string): AbsolutePath => absolutePath(join(root, home, file));
  const targets: HookTargets = {
    spool,
    pid: below("agent.pid"),
    poked: below("poked"),
    runner: below("runner.sh"),
    signal: undefined,
  };
  const plan: HookPlan = { targets, settings: { hooks: true, waitMs: 80, fallback: "queue" } };
  return { root, repo, spool, targets, plan, env, git, gitIn, drain: () => drain(spool) };
}

async function drain(spool: string): Promise<SpoolLine[]> {
  const lines: SpoolLine[] = [];
  for (const file of await readdir(spool)) {
    const text = await readFile(join(spool, file), "utf8");
    await rm(join(spool, file));
    for (const line of text.split("\n").slice(0, -1)) {
      const [version = "", event = "", id = "", gitDir = "", cwd = ""] = line.split("\t");
      lines.push({ version, event, id, gitDir, cwd });
    }
  }
  return lines;
}

/** The version of the git on this machine. */
export async function gitVersion(): Promise<GitVersion> {
  const { stdout } = await run("git", ["version"]);
  const [, major, minor] = /^git version (\d+)\.(\d+)/.exec(stdout) ?? [];
  return [Number(major), Number(minor)];
}
