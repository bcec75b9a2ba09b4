import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The command line of this checkout. */
const HOOKLINE = join(import.meta.dirname, "..", "..", "hookline");

/** A hermetic place to measure in, in memory where that is possible. */
export interface Stage {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly path: (...names: string[]) => string;
  readonly git: (cwd: string, ...args: string[]) => string;
  readonly hookline: (...args: string[]) => void;
  readonly leave: () => void;
}

/** Sets a stage with a home and an identity of its own. */
export function setStage(): Stage {
  const root = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "hookline-bench-"));
  const path = (...names: string[]): string => join(root, ...names);
  mkdirSync(path("home"));
  writeFileSync(
    path("home", ".gitconfig"),
    "[user]\n\tname = Bench\n\temail = bench@example.org\n[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n",
  );
  const env = {
    PATH: process.env["PATH"],
    HOME: path("home"),
    HOOKLINE_HOME: path("state"),
    LC_ALL: "C",
  };
  const hookline = (...args: string[]): string =>
    execFileSync(HOOKLINE, args, { env, encoding: "utf8" });
  return {
    root,
    env,
    path,
    git: (cwd, ...args) =>
      execFileSync("git", args, { cwd, env, encoding: "utf8", stdio: "pipe" }).trimEnd(),
    hookline: (...args) => void hookline(...args),
    leave() {
      spawnSync(HOOKLINE, ["stop"], { env, stdio: "ignore" });
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Makes a bare repository with one commit. */
export function makeRemote(stage: Stage, name: string): string {
  const remote = stage.path(name);
  stage.git(stage.root, "init", "--quiet", "--bare", name);
  const seed = stage.path(`seed-${name}`);
  stage.git(stage.root, "clone", "--quiet", remote, seed);
  stage.git(seed, "commit", "--quiet", "--allow-empty", "-m", "first");
  stage.git(seed, "push", "--quiet", "-u", "origin", "main");
  rmSync(seed, { recursive: true });
  return remote;
}

/** Serves a folder of bare repositories over HTTP from a process of its own. */
export async function serveHttp(
  stage: Stage,
): Promise<{ url: (name: string) => string; end: () => void }> {
  const server = spawn(process.execPath, [join(import.meta.dirname, "serve-http.ts"), stage.root], {
    env: stage.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const base = await new Promise<string>((resolve) => {
    server.stdout.setEncoding("utf8").once("data", (text: string) => resolve(text.trim()));
  });
  return { url: (name) => `${base}${name}`, end: () => void server.kill() };
}

/** Runs a command with its output captured, as editors do, and returns how long it took, in milliseconds. */
export function timed(stage: Stage, cwd: string, ...args: readonly [string, ...string[]]): number {
  const [program, ...rest] = args;
  const begunAt = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, rest, {
    cwd,
    env: stage.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const took = Number(process.hrtime.bigint() - begunAt) / 1e6;
  if (status !== 0) throw new Error(`${args.join(" ")}: ${String(stderr)}`);
  return took;
}
