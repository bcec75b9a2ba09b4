import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cannotCut, cutCommand, DISK_KINDS } from "./rig/disk.ts";
import { type DiskWorld, makeDiskWorld, ON_DISK } from "./rig/disk-world.ts";
import { endState } from "./rig/end-state.ts";
import { runEngine } from "./rig/engine.ts";
import { gitShim } from "./rig/git-shim.ts";
import { expectConvergence } from "./rig/judge.ts";
import { letTimePass } from "./rig/let-time-pass.ts";
import { afterTheCut, expectKept, POWER_CASES } from "./rig/power-cut.ts";
import { readWorld } from "./rig/read-world.ts";
import { chosen, DEADLINE_MS } from "./rig/sample.ts";

describe.each(DISK_KINDS)("a power cut on %s", (kind) => {
  const reason = cannotCut(kind);

  describe.skipIf(reason).each(POWER_CASES)("and $name", ({ prepare, last, work }) => {
    let world: DiskWorld;

    beforeAll(async () => {
      world = await makeDiskWorld(kind, ON_DISK.repository, async (made) => {
        await prepare(made);
        await last(made);
      });
    }, DEADLINE_MS);

    afterAll(() => world.remove());

    test(
      "come right by themselves, before or after any git",
      async () => {
        const before = readWorld(world);
        const counting = gitShim(world);
        await runEngine({ ...world, work, programs: counting.programs });
        const expected = endState(world, before, readWorld(world));
        const cut = cutCommand(world.path("disk"));
        const points = counting.calls().flatMap(({ number }) => [
          { number, harm: cut },
          { number, harm: `"$GIT" "$@"; code=$?; ${cut}; exit $code` },
        ]);
        expect(points.length).toBeGreaterThan(10);
        for (const { number, harm } of chosen(points, kind === "ext4" ? 4 : 1)) {
          world.reset();
          const { programs, settled } = gitShim(world, harm, number);
          // Its process goes with the power; what it still says of a dead disk reaches nobody.
          await runEngine({ ...world, work, programs }).catch(() => undefined);
          await settled();
          const after = afterTheCut(world);
          expectKept(world, after);
          letTimePass(world);
          await expectConvergence({ world, work, before, expected });
        }
      },
      DEADLINE_MS,
    );
  });
});
