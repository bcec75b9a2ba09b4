import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { lockRepository } from "../../src/agent/lock-repository.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { locate } from "../../src/git/locate.ts";
import { openGit } from "../../src/git/run-git.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import type { Stage } from "./make-stage.ts";
import { test } from "./stage-test.ts";

const healed = { state: "up-to-date", hold: null, failure: null };

/** Adds a linked work tree with a branch of its own that is on the remote. */
async function linked({ scratch, here }: Stage, branch: string): Promise<AbsolutePath> {
  const at = scratch.path(`linked-${branch}`);
  await scratch.git(here, "worktree", "add", "--quiet", "-b", branch, at);
  await scratch.git(at, "push", "--quiet", "-u", "origin", branch);
  return at;
}

/** Somebody else's commit on a branch of the remote. */
async function commitOn({ scratch, there }: Stage, branch: string, file: string): Promise<string> {
  await scratch.git(there, "fetch", "--quiet");
  await scratch.git(there, "switch", "--quiet", branch);
  const commit = await scratch.commit(there, file, `${branch}\n`);
  await scratch.git(there, "push", "--quiet");
  return commit;
}

describe.concurrent("several work trees of one repository", () => {
  test("are synced each by itself, and none is changed by another's look", async ({ stage }) => {
    const { scratch, here } = stage;
    const side = await linked(stage, "side");
    await writeFile(join(side, "README.md"), "edited\n");
    const forMain = await commitOn(stage, "main", "both.txt");
    const forSide = await commitOn(stage, "side", "both.txt");
    const sideBefore = await stage.tip(side);
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await stage.tip(here)).toBe(forMain);
    expect(await stage.tip(side)).toBe(sideBefore);
    expect(await scratch.git(side, "status", "--porcelain")).toBe(" M README.md");
    expect((await stage.look({ in: side })).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await stage.tip(side)).toBe(forSide);
    expect(await scratch.git(here, "status", "--porcelain")).toBe("");
    expect(await readFile(join(here, "both.txt"), "utf8")).toBe("main\n");
    expect(await readFile(join(side, "README.md"), "utf8")).toBe("edited\n");
  });

  test("are looked at one at a time", async ({ stage }) => {
    const side = await linked(stage, "side");
    const door = { env: stage.scratch.env, log: memoryLog().log };
    const [one, other] = await Promise.all(
      [stage.here, side].map((at) => locate(openGit(door, at))),
    );
    if (one?.kind !== "repository" || other?.kind !== "repository")
      throw new Error("no repository");
    const first = await lockRepository(one.place);
    expect(first.kind).toBe("locked");
    expect(await lockRepository(other.place)).toMatchObject({ failure: { kind: "locked" } });
    if (first.kind === "locked") first.lock.release();
    expect((await lockRepository(other.place)).kind).toBe("locked");
  });

  test("that share a branch are not moved under each other", async ({ stage }) => {
    const { scratch, here } = stage;
    const twin = scratch.path("twin");
    await scratch.git(here, "worktree", "add", "--quiet", "--force", twin, "main");
    await writeFile(join(twin, "README.md"), "edited\n");
    await stage.commitThere("theirs.txt");
    for (const at of [here, twin]) {
      expect((await stage.look({ in: at })).result.hold).toBe("checked-out-twice");
    }
    expect(await scratch.git(twin, "status", "--porcelain")).toBe(" M README.md");
    await scratch.git(twin, "switch", "--quiet", "-c", "other");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await scratch.git(twin, "status", "--porcelain")).toBe(" M README.md");
  });

  test("are not held up by one that was deleted by hand", async ({ stage }) => {
    const { scratch, here } = stage;
    const twin = scratch.path("twin");
    await scratch.git(here, "worktree", "add", "--quiet", "--force", twin, "main");
    await rm(twin, { recursive: true });
    await stage.commitThere("theirs.txt");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
  });

  test("leave a branch alone that is being rebased in another one", async ({ stage }) => {
    const { scratch } = stage;
    const side = await linked(stage, "side");
    await scratch.commit(side, "README.md", "ours\n");
    await commitOn(stage, "main", "README.md");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    await scratch.git(side, "rebase", "main").catch(() => undefined);
    expect((await stage.look({ in: side })).result.hold).toBe("rebase");
    const before = await stage.tip(side, "refs/heads/side");
    await commitOn(stage, "main", "more.txt");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await stage.tip(side, "refs/heads/side")).toBe(before);
    await scratch.git(side, "checkout", "--theirs", "README.md");
    await scratch.git(side, "add", "README.md");
    await scratch.git(side, "-c", "core.editor=true", "rebase", "--continue");
    expect(await readFile(join(side, "README.md"), "utf8")).toBe("ours\n");
  });
});
