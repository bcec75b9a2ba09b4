import { describe, expect, onTestFinished, test } from "vitest";
import { cannotCut } from "./rig/disk.ts";
import { makeDiskWorld, ON_DISK } from "./rig/disk-world.ts";
import { runEngine } from "./rig/engine.ts";
import { lostFrom } from "./rig/judge.ts";
import { afterTheCut, POWER_CASES } from "./rig/power-cut.ts";
import { readWorld } from "./rig/read-world.ts";
import { DEADLINE_MS } from "./rig/sample.ts";

const PUSHING = POWER_CASES.filter(({ name }) => /pushed|alpha/.test(name));

/*
 * What a server acknowledges is for the server to keep: git-receive-pack syncs by the server's own
 * `core.fsync`, which no client can set. A remote that forgets a push looks as if somebody had taken
 * it back; the commits are then rescued here, or pushed again by an alpha.
 */
describe.skipIf(cannotCut("ext4"))("a remote that forgets in a power cut", () => {
  test.each(PUSHING)(
    "costs no $name",
    async ({ prepare, last, work }) => {
      const world = await makeDiskWorld("ext4", ON_DISK.remote, prepare);
      onTestFinished(() => world.remove());
      await last(world);
      const { state } = await runEngine({ ...world, work });
      expect(state).toBe("up-to-date");
      const before = readWorld(world);
      world.disk.cut();
      const forgetful = afterTheCut(world);
      expect(forgetful.remote.refs).not.toEqual(before.remote.refs);
      await runEngine({ ...world, work });
      const after = readWorld(world);
      expect(lostFrom({ ...before, remote: forgetful.remote }, after)).toEqual([]);
      expect(after.here.damage + after.remote.damage).toBe("");
    },
    DEADLINE_MS,
  );
});
