import { readFile, stat } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventually, makeRunnerWorld, type RunnerWorld, runnersOf } from "./runner-world.ts";

let world: RunnerWorld;
beforeEach(async () => {
  world = await makeRunnerWorld();
});
afterEach(() => world.end());

describe("a commit where no agent runs", () => {
  test("starts a runner that pushes it and ends", async () => {
    const { scratch, here, home } = world;
    await scratch.commit(here, "milk.txt");
    await world.arrives();
    await world.endsByItself();
    expect(await world.logged("runner.started")).toBe(1);
    expect(await world.log()).toContain('"reason":"nothing is left to do"');
    expect((await stat(home.runnerScript)).mode & 0o077).toBe(0);
  });

  test("ten of them in a second start exactly one, and all are pushed", async () => {
    await world.shell(
      "for n in 1 2 3 4 5 6 7 8 9 10; do git commit --quiet --allow-empty -m $n; done",
    );
    await world.arrives();
    await world.endsByItself();
    expect(await world.logged("runner.started")).toBe(1);
  });

  test("ten at the same moment, in ten clones, start exactly one, and all are pushed", async () => {
    const { scratch, remote } = world;
    const names = Array.from({ length: 10 }, (_, at) => `clone-${at}`);
    const clones = await Promise.all(
      names.map(async (name) => {
        const clone = await scratch.clone(remote, name);
        await scratch.git(clone, "switch", "--quiet", "--create", name);
        await scratch.git(clone, "push", "--quiet", "--set-upstream", "origin", name);
        return clone;
      }),
    );
    for (const clone of clones)
      expect(await world.hookline("add", clone)).toMatchObject({ code: 0 });
    await Promise.all(clones.map((clone) => scratch.commit(clone, "milk.txt")));
    for (const [at, clone] of clones.entries()) {
      const head = await scratch.git(clone, "rev-parse", "HEAD");
      await eventually(async () =>
        expect(await scratch.git(remote, "rev-parse", `clone-${at}`)).toBe(head),
      );
    }
    await world.endsByItself();
    expect(await world.logged("runner.started")).toBe(1);
  });

  test("one that comes while the runner ends is pushed too", async () => {
    const { scratch, here } = world;
    for (let round = 0; round < 2; round += 1) {
      const before = await world.logged("agent.stopping");
      await scratch.commit(here, `first-${round}.txt`);
      await eventually(async () => expect(await world.logged("agent.stopping")).toBe(before + 1));
      await scratch.commit(here, `second-${round}.txt`);
      await world.arrives();
      await world.endsByItself();
    }
  });

  test("is not pushed with fallback = queue, and by the next agent", async () => {
    const { scratch, here, home, remote } = world;
    await scratch.git(here, "config", "hookline.fallback", "queue");
    await world.hookline("add");
    const before = await scratch.git(remote, "rev-parse", "main");
    await scratch.commit(here, "milk.txt");
    expect(runnersOf(home)).toEqual([]);
    expect(await scratch.git(remote, "rev-parse", "main")).toBe(before);
    expect(await world.hookline("start", "--detach")).toMatchObject({ code: 0 });
    await world.arrives();
  });
});

test("a commit in a linked worktree, with GIT_DIR and GIT_INDEX_FILE set, is pushed from there", async () => {
  const { scratch, here } = world;
  const tree = scratch.path("tree");
  await scratch.git(here, "worktree", "add", "--quiet", "-b", "side", tree);
  await scratch.git(tree, "push", "--quiet", "--set-upstream", "origin", "side");
  expect(await world.hookline("add", tree)).toMatchObject({ code: 0 });
  const gitDir = await scratch.git(tree, "rev-parse", "--absolute-git-dir");
  const env = { GIT_DIR: gitDir, GIT_WORK_TREE: tree, GIT_INDEX_FILE: `${gitDir}/index` };
  const ended = await world.shell("git commit --quiet --allow-empty -m side", env);
  expect(ended).toEqual({ code: 0, output: "" });
  const head = await scratch.git(tree, "rev-parse", "HEAD");
  await eventually(async () =>
    expect(await scratch.git(world.remote, "rev-parse", "refs/heads/side")).toBe(head),
  );
  await world.endsByItself();
  const log = await readFile(`${world.home.logs}/agent.log`, "utf8");
  expect(log.match(/"event":"look.worked","repository":"[^"]*"/g)).toEqual([
    `"event":"look.worked","repository":"${tree}"`,
  ]);
});
