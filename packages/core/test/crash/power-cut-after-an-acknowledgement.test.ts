import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { cannotCut, DISK_KINDS } from "./rig/disk.ts";
import { type DiskWorld, makeDiskWorld, ON_DISK } from "./rig/disk-world.ts";
import { endState } from "./rig/end-state.ts";
import { runEngine } from "./rig/engine.ts";
import { afterTheCut, expectKept, POWER_CASES } from "./rig/power-cut.ts";
import { readWorld, type SeenWorld } from "./rig/read-world.ts";
import { DEADLINE_MS } from "./rig/sample.ts";

const RESTED = { failure: null, hold: null, state: "up-to-date" };

describe.each(DISK_KINDS)("after a power cut on %s", (kind) => {
  const reason = cannotCut(kind);
  if (reason) console.log(`left out: power cuts on ${kind}: ${reason}`);

  describe.skipIf(reason).each(POWER_CASES)("$name", ({ prepare, last, work }) => {
    let world: DiskWorld;

    beforeAll(async () => {
      world = await makeDiskWorld(kind, ON_DISK.repository, prepare);
    }, DEADLINE_MS);

    afterAll(() => world.remove());

    test.each(kind === "ext4" ? [1, 2, 3] : [1])(
      "are all there (%i)",
      async () => {
        world.reset();
        await last(world);
        const before = readWorld(world);
        expect(await runEngine({ ...world, work })).toEqual(RESTED);
        const acknowledged = readWorld(world);
        world.disk.cut();
        const ends = ofOurs(world, before, acknowledged);
        const after = afterTheCut(world);
        expectKept(world, after);
        expect([...after.here.empty, ...after.here.left]).toEqual([]);
        expect(ends(after)).toEqual(ends(acknowledged));
        expect(await runEngine({ ...world, work })).toEqual(RESTED);
        expect(ends(readWorld(world))).toEqual(ends(acknowledged));
      },
      DEADLINE_MS,
    );
  });
});

describe("power cuts on a disk that is never synced", () => {
  test.skipIf(cannotCut("ext4")).each(POWER_CASES.slice(0, 3))(
    "$name would be gone",
    async (one) => {
      const world = await makeDiskWorld("ext4", ON_DISK.repository, one.prepare);
      onTestFinished(() => world.remove());
      await one.last(world);
      execFileSync("sync", ["-f", world.path("disk")]);
      const host = { overrides: [{ key: "core.fsync", value: "none" }], sshCommand: undefined };
      expect(await runEngine({ ...world, work: one.work, host })).toEqual(RESTED);
      world.disk.cut();
      expect(() => expectKept(world, afterTheCut(world))).toThrow(/./);
    },
    DEADLINE_MS,
  );
});

/** The end state without the files that only the person wrote: those were theirs to sync. */
function ofOurs(world: DiskWorld, before: SeenWorld, acknowledged: SeenWorld) {
  const isTheirs = (path: string): boolean =>
    before.files.get(path) === acknowledged.files.get(path);
  return (seen: SeenWorld) => {
    const all = endState(world, before, seen);
    return { ...all, files: all.files.filter(([path]) => !isTheirs(path)) };
  };
}
