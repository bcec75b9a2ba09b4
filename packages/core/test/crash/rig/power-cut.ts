import { join } from "node:path";
import { expect } from "vitest";
import { absolutePath } from "../../../src/decide/brands.ts";
import type { Operation } from "../../../src/store/operation-log.ts";
import type { DiskWorld } from "./disk-world.ts";
import type { EngineWork } from "./engine.ts";
import { operationsIn } from "./judge.ts";
import { readWorld, type SeenWorld } from "./read-world.ts";
import { commitHere, commitThere, LOOK, writeInTheWay, writeUncommitted } from "./scenarios.ts";
import type { World } from "./world.ts";

/** Something that the engine does, and what a person did just before it. */
export interface PowerCase {
  readonly name: string;
  /** What has been on the disk for a while. */
  readonly prepare: (world: World) => Promise<void>;
  /** What the person did a moment ago. Nothing of it has been synced. */
  readonly last: (world: Pick<World, "git" | "here" | "commit">) => Promise<void>;
  readonly work: EngineWork;
}

/** Everything that the engine acknowledges. */
export const POWER_CASES: readonly PowerCase[] = [
  {
    name: "commits that were taken",
    prepare: commitThere,
    last: writeUncommitted,
    work: LOOK,
  },
  {
    name: "commits and files that were rescued",
    async prepare(world) {
      await world.git(world.here, "config", "hookline.onDirty", "rescue");
      await commitThere(world);
    },
    async last(world) {
      await commitHere(world);
      await writeInTheWay(world);
    },
    work: LOOK,
  },
  { name: "commits that were pushed", prepare: nothing, last: commitHere, work: LOOK },
  {
    name: "commits of an alpha that replaced the remote's",
    async prepare(world) {
      await world.git(world.here, "config", "hookline.alpha", "true");
      await commitThere(world);
    },
    last: commitHere,
    work: LOOK,
  },
  {
    name: "a commit of a tick",
    async prepare(world) {
      await world.git(world.here, "config", "hookline.tickPath", "deep");
    },
    async last(world) {
      await world.commit(world.here, "ours", "only here\n");
      await writeUncommitted({ here: absolutePath(join(world.here, "deep")) });
      await world.git(world.here, "add", "deep");
    },
    work: { kind: "tick" },
  },
];

async function nothing(): Promise<void> {
  // The clones are enough.
}

/** Gives a disk its power again, and reads what is on it. */
export function afterTheCut(world: DiskWorld): SeenWorld {
  world.disk.unmount();
  world.disk.mount();
  return readWorld(world);
}

/** The repository is whole, and every move of a ref that was acknowledged is still there. */
export function expectKept(world: DiskWorld, after: SeenWorld): void {
  expect({ here: after.here.damage, remote: after.remote.damage }).toEqual({
    here: "",
    remote: "",
  });
  expect(after.here.empty.filter(isNoReflog)).toEqual([]);
  expect(forgotten(operationsIn(world), after)).toEqual([]);
}

/** git does not sync reflogs, and reads an empty one; we do before we acknowledge. */
function isNoReflog(file: string): boolean {
  return !file.includes("/.git/logs/");
}

/** Lists the moves that were acknowledged, that no later one replaced, and that are not there. */
function forgotten(operations: readonly Operation[], { here, remote }: SeenWorld): Operation[] {
  return operations.filter(({ state, ref }, at) => {
    if (state !== "done") return false;
    const later = operations.slice(at).filter((one) => one.ref === ref);
    const held = here.refs.get(ref) ?? remote.refs.get(ref);
    return !later.some((one) => one.new === held);
  });
}
