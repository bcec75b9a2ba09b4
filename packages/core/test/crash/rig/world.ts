import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import type { AbsolutePath } from "../../../src/decide/brands.ts";
import { makeScratch, type Scratch } from "../../../src/testing/scratch.ts";

/** A remote, a clone that the engine works in, and a second one where others work. */
export interface World extends Omit<Scratch, "remote"> {
  readonly remote: AbsolutePath;
  readonly here: AbsolutePath;
  readonly there: AbsolutePath;
}

/** A world that was prepared once and can be had again, at the same paths, as often as it takes. */
export interface PreparedWorld extends Pick<World, "root" | "env" | "remote" | "here" | "path"> {
  /** Puts everything back as it was prepared. */
  readonly reset: () => void;
  readonly remove: () => Promise<void>;
}

/**
 * Where remote and clone lie. A test that cuts the power of a disk keeps one of them on it, in
 * `disk`.
 */
export interface Places {
  readonly remote: string;
  readonly here: string;
}

const SIDE_BY_SIDE: Places = { remote: "remote.git", here: "here" };

/** The files that both clones begin with; the scenarios say what happens to each. */
const FILES = ["kept", "edited", "gone", "moved", "deep/er/file", "deep/other"] as const;

/** Makes a world in which both clones and the remote hold the same few files. */
export async function makeWorld(places: Places = SIDE_BY_SIDE): Promise<World> {
  const scratch = await makeScratch("crash");
  return fillWorld(scratch, places);
}

/** As {@link makeWorld}, in a scratch folder that is there already. */
export async function fillWorld(scratch: Scratch, places: Places): Promise<World> {
  const remote = await scratch.remote(places.remote);
  const there = await scratch.clone(remote, "there");
  for (const file of FILES) {
    execFileSync("mkdir", ["-p", "--", scratch.path("there", file, "..")]);
    await scratch.commit(there, file, `${file} of old\n`);
  }
  await scratch.git(there, "push", "--quiet");
  const here = await scratch.clone(remote, places.here);
  return { ...scratch, remote, there, here };
}

/** Keeps a copy of a world as it is now. */
export function prepared(world: World): PreparedWorld {
  const { root, env, remote, here, path } = world;
  const original = `${root}.prepared`;
  rmSync(world.there, { recursive: true });
  execFileSync("cp", ["-a", "--", root, original]);
  return {
    root,
    env,
    remote,
    here,
    path,
    reset() {
      rmSync(root, { recursive: true, force: true });
      execFileSync("cp", ["-a", "--", original, root]);
      refresh(here, env);
    },
    async remove() {
      if (process.env["KEEP_SCRATCH"] !== "1") rmSync(original, { recursive: true, force: true });
      await world.remove();
    },
  };
}

/** Copied files are other files to git; it must not take them for edited because of that. */
function refresh(repository: string, env: NodeJS.ProcessEnv): void {
  execFileSync("git", ["status", "--porcelain"], { cwd: repository, env });
}
