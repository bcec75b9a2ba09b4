import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type AbsolutePath,
  absolutePath,
  HOOK_EVENTS,
  type HookSettings,
} from "@hookline/core/client";
import { findSignalClient, type SignalClient } from "../../src/index.ts";
import { hookFile } from "../../src/script/hook-block.ts";
import { hookScript } from "../../src/script/hook-script.ts";

/** Names of folders that a condition makes odd. */
export interface Names {
  readonly repo?: string;
  readonly home?: string;
}

/** One repository with its hooks, one state folder and one person, for a single run of a single hook. */
export interface World {
  readonly root: AbsolutePath;
  /** The person's `HOME`. */
  readonly person: AbsolutePath;
  readonly repo: AbsolutePath;
  /** Hookline's state folder. */
  readonly home: AbsolutePath;
  readonly spool: AbsolutePath;
  readonly pid: AbsolutePath;
  readonly poked: AbsolutePath;
  readonly runner: AbsolutePath;
  readonly claim: AbsolutePath;
  readonly socket: AbsolutePath;
  readonly header: AbsolutePath;
  /** The repository's `hook.sh`. */
  readonly script: AbsolutePath;
  /** Outside of what the hook may touch: what stand-ins leave as a proof. */
  readonly proof: AbsolutePath;
  readonly env: NodeJS.ProcessEnv;
}

/** What a world is made with. */
export interface WorldOptions {
  readonly names?: Names | undefined;
  readonly settings?: Partial<HookSettings> | undefined;
  readonly client?: ((root: AbsolutePath) => SignalClient | undefined) | undefined;
  /** Everything is open to other users, because one of them will run the hook. */
  readonly forOthers?: boolean | undefined;
}

const client = await findSignalClient(process.env["PATH"]);

/** The client that the installer finds here. */
export const realClient = (): SignalClient | undefined => client;

/**
 * Builds a world at `root`, which must not be there, with what the installer writes: it would take
 * longer than the hook, and no git is needed to run one.
 */
export async function makeWorld(root: AbsolutePath, options: WorldOptions = {}): Promise<World> {
  const { names } = options;
  const at = (...path: readonly string[]): AbsolutePath => absolutePath(join(root, ...path));
  const repo = at(names?.repo ?? "repo");
  const home = names?.home ?? "state";
  const world: World = {
    root,
    repo,
    person: at("person"),
    home: at(home),
    spool: at(home, "spool"),
    pid: at(home, "agent.pid"),
    poked: at(home, "poked"),
    runner: at(home, "runner.sh"),
    claim: at(home, "runner.pid"),
    socket: at(home, "agent.sock"),
    header: at(home, "token.header"),
    script: absolutePath(join(repo, ".git", "hookline", "hook.sh")),
    proof: absolutePath(`${root}.proof`),
    env: { PATH: process.env["PATH"], HOME: at("person"), LC_ALL: "C", TERM: "xterm" },
  };
  for (const folder of [world.person, world.spool, join(repo, ".git", "hooks")]) {
    await mkdir(folder, { recursive: true });
  }
  await writeFile(join(repo, ".git", "HEAD"), "ref: refs/heads/main\n");
  await writeFile(world.header, "Authorization: Bearer s3cret\n", { mode: 0o600 });
  await writeFile(world.runner, `echo started >>'${world.proof}'\n`);
  await writeHooks(world, options);
  if (options.forOthers === true) await openToOthers(world);
  return world;
}

async function writeHooks(world: World, options: WorldOptions): Promise<void> {
  const { spool, pid, poked, runner, socket, header, script, root, repo } = world;
  const found = (options.client ?? realClient)(root);
  const signal = found && { socket, header, client: found };
  const settings = { hooks: true, waitMs: 80, fallback: "detach", ...options.settings } as const;
  await mkdir(dirname(script));
  await writeFile(script, hookScript({ spool, pid, poked, runner, signal }, settings));
  for (const event of HOOK_EVENTS) {
    const hook = join(repo, ".git", "hooks", event);
    await writeFile(hook, hookFile(event, script), { mode: 0o755 });
  }
}

async function openToOthers(world: World): Promise<void> {
  for (const path of [world.root, world.repo, world.person]) await chmod(path, 0o755);
  for (const path of [world.home, world.spool]) await chmod(path, 0o777);
  await chmod(world.header, 0o644);
}
