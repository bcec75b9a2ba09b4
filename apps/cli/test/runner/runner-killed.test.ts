import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually, kill, makeRunnerWorld, type RunnerWorld, runnersOf } from "./runner-world.ts";

let world: RunnerWorld;
beforeEach(async () => {
  world = await makeRunnerWorld();
});
afterEach(() => world.end());

/** The moments in the life of a runner, by what can be seen of it from outside. */
const MOMENTS: readonly (readonly [string, () => Promise<boolean> | boolean])[] = [
  ["has claimed the work", () => existsSync(world.home.runnerClaim)],
  ["has the lock", () => existsSync(world.home.database)],
  ["has said its process id", () => existsSync(world.home.pid)],
  ["answers", async () => (await world.client.health()).kind === "ok"],
  ["has taken the record", async () => (await world.log()).includes('"event":"look.')],
  ["has pushed", async () => (await world.log()).includes('"event":"look.worked"')],
  ["is ending", async () => (await world.log()).includes('"event":"agent.stopping"')],
];

test.each(MOMENTS)(
  "killed when it %s, a runner leaves nothing in the way of the next",
  async (_when, isNow) => {
    const { scratch, here, home } = world;
    await scratch.commit(here, "first.txt");
    await eventually(async () => expect(await isNow()).toBe(true));
    await kill(runnersOf(home));
    // Its last thread closes the socket, and until then a hook is heard by nobody.
    await eventually(async () => expect((await world.client.health()).kind).toBe("no-agent"));
    await scratch.commit(here, "second.txt");
    await world.arrives();
  },
);

test.each(["", "0", "-1", "1", "99999999", "x\ny", String(process.pid)])(
  "a claim that says %j and is no runner's is in nobody's way",
  async (text) => {
    const { scratch, here, home } = world;
    await writeFile(home.runnerClaim, text === "" ? "" : `${text}\n`);
    await scratch.commit(here, "first.txt");
    await world.arrives();
    expect(await world.logged("runner.started")).toBe(1);
  },
);

test("the mark of a hook that rang nobody is in nobody's way", async () => {
  const { scratch, here, home } = world;
  await writeFile(home.pid, "99999999\n").catch(() => undefined);
  await writeFile(home.poked, "");
  await scratch.commit(here, "first.txt");
  await world.arrives();
  await world.endsByItself();
  expect(existsSync(home.poked)).toBe(false);
});
