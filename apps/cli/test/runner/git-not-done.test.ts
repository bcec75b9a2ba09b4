import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually, makeRunnerWorld, type RunnerWorld } from "./runner-world.ts";

let world: RunnerWorld;
beforeEach(async () => {
  world = await makeRunnerWorld();
});
afterEach(() => world.end());

test("the last hook of a series reports before git is done; the runner waits for its end", async () => {
  const { scratch, here } = world;
  await scratch.git(here, "switch", "--quiet", "--create", "side");
  await scratch.commit(here, "milk.txt");
  await scratch.git(here, "format-patch", "--quiet", "-1", "--output", scratch.path("one.patch"));
  await scratch.git(here, "switch", "--quiet", "main");
  await world.endsByItself();
  const gate = scratch.path("gate");
  await world.shell(`mkfifo '${gate}'`);
  await appendFile(join(here, ".git", "hooks", "post-applypatch"), `read -r _ <'${gate}'\n`);
  const applied = world.shell(`git am --quiet '${scratch.path("one.patch")}'`);
  await eventually(async () => expect(await world.log()).toContain('"hold":"am"'));
  await world.shell(`echo done >'${gate}'`);
  expect(await applied).toMatchObject({ code: 0 });
  await world.arrives();
  await world.endsByItself();
});
