import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { makeScratch } from "../../../src/testing/scratch.ts";
import { Disk, type DiskKind } from "./disk.ts";
import { fillWorld, type Places, type PreparedWorld, type World } from "./world.ts";

/** A world of which a part lies on a disk whose power can be cut; the operation log does not. */
export interface DiskWorld extends PreparedWorld, Pick<World, "git" | "commit"> {
  readonly disk: Disk;
}

/** Which part: the repository that the engine works in, or the remote. */
export const ON_DISK = {
  repository: { remote: "remote.git", here: "disk/here" },
  remote: { remote: "disk/remote.git", here: "here" },
} as const satisfies Readonly<Record<string, Places>>;

/** Makes a world, has it prepared, and keeps it; all that is in it by then is on the disk for good. */
export async function makeDiskWorld(
  kind: DiskKind,
  places: Places,
  prepare: (world: World) => Promise<void>,
): Promise<DiskWorld> {
  const scratch = await makeScratch("cut");
  const { root, env, path, git, commit } = scratch;
  const original = `${root}.prepared`;
  mkdirSync(path("disk"));
  const disk = new Disk(kind, `${root}.image`, path("disk"));
  const world = await fillWorld(scratch, places);
  await prepare(world);
  rmSync(world.there, { recursive: true });
  disk.unmount();
  disk.keep();
  execFileSync("cp", ["-a", "--", root, original]);
  disk.restore();
  const { here, remote } = world;
  return {
    root,
    env,
    path,
    git,
    commit,
    here,
    remote,
    disk,
    reset() {
      disk.unmount();
      rmSync(root, { recursive: true });
      execFileSync("cp", ["-a", "--", original, root]);
      disk.restore();
    },
    async remove() {
      disk.discard();
      rmSync(original, { recursive: true, force: true });
      await scratch.remove();
    },
  };
}
