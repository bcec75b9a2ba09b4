import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { locate } from "../../src/git/locate.ts";
import { openGit } from "../../src/git/run-git.ts";
import { staleSubmodules, staleSubmodulesInWords } from "../../src/git/stale-submodules.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { commitPaths } from "../../src/tick/commit-paths.ts";
import type { Stage } from "./make-stage.ts";
import { test as onStage } from "./stage-test.ts";

const healed = { state: "up-to-date", hold: null, failure: null };

/** A stage whose repository has a submodule at `sub`, checked out here and there. */
const test = onStage.extend<{ sub: { readonly first: string } }>({
  sub: async ({ stage }, use) => {
    const { scratch, here, there } = stage;
    await scratch.git(scratch.root, "config", "--global", "protocol.file.allow", "always");
    await scratch.remote("sub.git");
    await scratch.git(there, "submodule", "--quiet", "add", scratch.path("sub.git"), "sub");
    await scratch.git(there, "commit", "--quiet", "-m", "sub");
    await scratch.git(there, "push", "--quiet");
    await stage.look();
    await scratch.git(here, "submodule", "--quiet", "update", "--init");
    await use({ first: await stage.tip(join(here, "sub")) });
  },
});

/** What people are told of submodules here. */
async function hints({ scratch, here }: Stage): Promise<readonly string[]> {
  const git = openGit({ env: scratch.env, log: memoryLog().log }, here);
  const located = await locate(git);
  if (located.kind !== "repository") throw new Error(located.kind);
  return staleSubmodulesInWords(await staleSubmodules(git, located.place));
}

/** Moves the submodule on, in the remote's repository. */
async function moveOn({ scratch, there }: Stage): Promise<string> {
  const second = await scratch.commit(join(there, "sub"), "second.txt");
  await scratch.git(join(there, "sub"), "push", "--quiet", "origin", "HEAD:main");
  await scratch.git(there, "commit", "--quiet", "--all", "-m", "sub moves on");
  await scratch.git(there, "push", "--quiet");
  return second;
}

describe.concurrent("a submodule", () => {
  test("that the remote moved on is left where it is, with what is written in it", async ({
    stage,
    sub,
  }) => {
    const { scratch, here } = stage;
    await writeFile(join(here, "sub", "README.md"), "edited\n");
    await writeFile(join(here, "sub", "new.txt"), "new\n");
    expect(await hints(stage)).toEqual([]);
    const second = await moveOn(stage);
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await stage.tip(here, "HEAD:sub")).toBe(second);
    expect(await stage.tip(join(here, "sub"))).toBe(sub.first);
    expect(await readFile(join(here, "sub", "README.md"), "utf8")).toBe("edited\n");
    expect(await readFile(join(here, "sub", "new.txt"), "utf8")).toBe("new\n");
    expect((await stage.look()).result).toMatchObject(healed);
    expect((await hints(stage)).join()).toMatch(/^Submodule sub is at another commit/);
    await scratch.git(join(here, "sub"), "checkout", "--quiet", "README.md");
    await scratch.git(here, "submodule", "--quiet", "update");
    expect(await stage.tip(join(here, "sub"))).toBe(second);
    expect(await hints(stage)).toEqual([]);
  });

  test("that has commits of its own is no obstacle, and keeps them", async ({ stage, sub }) => {
    const { scratch, here } = stage;
    const own = await scratch.commit(join(here, "sub"), "own.txt");
    await moveOn(stage);
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await stage.tip(join(here, "sub"))).toBe(own);
    expect(own).not.toBe(sub.first);
  });

  test("that the remote removed keeps its files", async ({ stage, sub }) => {
    const { scratch, here, there } = stage;
    await writeFile(join(here, "sub", "new.txt"), "new\n");
    await scratch.git(there, "rm", "--quiet", "sub");
    await scratch.git(there, "commit", "--quiet", "-m", "no sub");
    await scratch.git(there, "push", "--quiet");
    const { result } = await stage.look();
    expect(result).toMatchObject({ ...healed, pulled: 1 });
    expect(await readFile(join(here, "sub", "new.txt"), "utf8")).toBe("new\n");
    expect(await stage.tip(join(here, "sub"))).toBe(sub.first);
  });

  test("that arrives leaves an untracked folder of its name alone", async ({ stage, sub }) => {
    const { scratch, here, there } = stage;
    await mkdir(join(here, "other"));
    await writeFile(join(here, "other", "mine.txt"), "mine\n");
    await scratch.git(there, "submodule", "--quiet", "add", scratch.path("sub.git"), "other");
    await scratch.git(there, "commit", "--quiet", "-m", "other");
    await scratch.git(there, "push", "--quiet");
    const { result } = await stage.look();
    expect(result.failure).toBeNull();
    expect(await readFile(join(here, "other", "mine.txt"), "utf8")).toBe("mine\n");
    expect(sub.first).toMatch(/^[0-9a-f]{40}$/);
  });

  test("goes along in a divergence: its commit is in the rescue", async ({ stage, sub }) => {
    const { scratch, here } = stage;
    const own = await scratch.commit(join(here, "sub"), "own.txt");
    await scratch.git(here, "commit", "--quiet", "--all", "-m", "own sub");
    const theirs = await moveOn(stage);
    const { result } = await stage.look();
    expect(result).toMatchObject({ ...healed, rescued: [{ reason: "diverged", commits: 1 }] });
    expect(await stage.tip(here, "HEAD:sub")).toBe(theirs);
    expect(await stage.tip(join(here, "sub"))).toBe(own);
    expect(await stage.tip(here, `${result.rescued[0]?.ref}:sub`)).toBe(own);
    expect(sub.first).not.toBe(own);
  });

  test("or a repository inside is never committed by itself", async ({ stage, sub }) => {
    const { scratch, here, operations } = stage;
    await scratch.commit(join(here, "sub"), "own.txt");
    await scratch.git(here, "init", "--quiet", "nested");
    await scratch.commit(join(here, "nested"), "inside.txt");
    await writeFile(join(here, "plain.txt"), "plain\n");
    const { log } = memoryLog();
    const git = openGit({ env: scratch.env, log }, here);
    const located = await locate(git);
    if (located.kind !== "repository") throw new Error(located.kind);
    const { place } = located;
    const limits = { deadlineMs: 60_000, signal: new AbortController().signal };
    const outcome = await commitPaths(
      { git, place, operations, log, clock: systemClock, limits },
      {
        paths: ["."],
        message: "auto",
        maxFileBytes: 1e6,
        guardDeletions: true,
        cause: "auto-commit",
      },
    );
    expect(outcome).toMatchObject({ kind: "committed", files: 1 });
    expect(await stage.tip(here, "HEAD:sub")).toBe(sub.first);
    expect(await scratch.git(here, "ls-tree", "--name-only", "HEAD")).toBe(
      [".gitmodules", "README.md", "plain.txt", "sub"].join("\n"),
    );
  });
});
