import { execFileSync } from "node:child_process";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commitId, refName } from "../../../src/decide/brands.ts";
import { type EngineWork, runEngine } from "./engine.ts";
import type { World } from "./world.ts";

/** Something that the engine is to do, and the state that it begins in. */
export interface Scenario {
  readonly name: string;
  /** Brings a world there; resolves to what the engine is asked for. */
  readonly prepare: (world: World) => Promise<EngineWork>;
}

/** A look that knows nothing of earlier ones. */
export const LOOK: EngineWork = { kind: "look", seenRemotes: [] };

/** Everything that the engine may be doing when it is killed. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: "a fast-forward under edits and untracked files",
    async prepare(world) {
      await commitThere(world);
      await writeUncommitted(world);
      return LOOK;
    },
  },
  {
    name: "a diverged branch that gives way",
    async prepare(world) {
      await commitThere(world);
      await commitHere(world);
      await writeUncommitted(world);
      return LOOK;
    },
  },
  {
    name: "files in the way that are rescued",
    async prepare(world) {
      await world.git(world.here, "config", "hookline.onDirty", "rescue");
      await commitThere(world);
      await writeUncommitted(world);
      await writeInTheWay(world);
      return LOOK;
    },
  },
  {
    name: "a rewound remote",
    async prepare(world) {
      await commitThere(world);
      await world.git(world.here, "pull", "--quiet");
      const seen = await world.git(world.here, "rev-parse", "HEAD");
      await world.git(world.there, "reset", "--quiet", "--hard", "HEAD~1");
      await world.git(world.there, "push", "--quiet", "--force");
      await writeUncommitted(world);
      const ref = refName("refs/remotes/origin/main");
      return { kind: "look", seenRemotes: [{ ref, commit: commitId(seen) }] };
    },
  },
  {
    name: "a diverged branch of an alpha",
    async prepare(world) {
      await world.git(world.here, "config", "hookline.alpha", "true");
      await commitThere(world);
      await commitHere(world);
      await writeUncommitted(world);
      return LOOK;
    },
  },
  {
    name: "a push",
    async prepare(world) {
      await commitHere(world);
      await writeUncommitted(world);
      return LOOK;
    },
  },
  {
    name: "a tick that commits",
    async prepare(world) {
      await world.git(world.here, "config", "hookline.tickPath", "state");
      await writeUncommitted(world);
      await mkdir(join(world.here, "state"));
      await writeFile(join(world.here, "state", "now"), "the state\n");
      await writeFile(join(world.here, "staged"), "staged elsewhere\n");
      await world.git(world.here, "add", "staged");
      return { kind: "tick" };
    },
  },
  {
    name: "a rescue that is given back",
    async prepare(world) {
      await world.git(world.here, "config", "hookline.onDirty", "rescue");
      await commitThere(world);
      await commitHere(world);
      await writeInTheWay(world);
      await runEngine({ ...world, work: LOOK });
      await writeFile(join(world.here, "edited"), "edited since\n");
      return { kind: "restore" };
    },
  },
];

/** Two commits on the remote that edit, remove, add, rename and link. */
export async function commitThere({ git, there, commit }: World): Promise<void> {
  await rm(join(there, "gone"));
  await mkdir(join(there, "new"));
  await rename(join(there, "moved"), join(there, "new", "name"));
  await rm(join(there, "deep"), { recursive: true });
  await writeFile(join(there, "deep"), "was a folder\n");
  await writeFile(join(there, "new", "file"), "new there\n");
  execFileSync("ln", ["-s", "edited", join(there, "link")]);
  await git(there, "add", "--all");
  await git(there, "commit", "--quiet", "-m", "Move much");
  await commit(there, "edited", "edited there\n");
  await git(there, "push", "--quiet");
}

/** Two commits that are only here. */
export async function commitHere({ here, commit }: Pick<World, "here" | "commit">): Promise<void> {
  await commit(here, "edited", "edited here\n");
  await commit(here, "ours", "only here\n");
}

/** What no commit of anybody touches. */
export async function writeUncommitted({ here }: Pick<World, "here">): Promise<void> {
  await writeFile(join(here, "kept"), "edited, not committed\n");
  await writeFile(join(here, "untracked"), "untracked\n");
}

/** What the remote's commits would replace: an edit, one that is staged too, an untracked and an ignored file. */
export async function writeInTheWay({ here, git }: Pick<World, "here" | "git">): Promise<void> {
  await writeFile(join(here, "edited"), "staged here\n");
  await git(here, "add", "edited");
  await writeFile(join(here, "edited"), "edited after it was staged\n");
  await writeFile(join(here, "gone"), "edited where it goes\n");
  await mkdir(join(here, "new"));
  await writeFile(join(here, "new", "file"), "untracked in the way\n");
  await writeFile(join(here, ".git", "info", "exclude"), "link\n");
  await writeFile(join(here, "link"), "ignored in the way\n");
}
