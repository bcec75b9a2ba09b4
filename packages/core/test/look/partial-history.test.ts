import { access, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { expectWhole } from "./expect-whole.ts";
import type { Stage } from "./make-stage.ts";
import { test } from "./stage-test.ts";

const healed = { state: "up-to-date", hold: null, failure: null };

/** Clones the remote through the protocol, which a path would go around. */
async function cloneWith({ scratch, remote }: Stage, ...flags: string[]): Promise<AbsolutePath> {
  await scratch.git(remote, "config", "uploadpack.allowFilter", "true");
  await scratch.git(scratch.root, "clone", "--quiet", ...flags, `file://${remote}`, "partial");
  return scratch.path("partial");
}

async function severalCommits(stage: Stage): Promise<void> {
  for (const name of ["a", "b", "c"]) await stage.commitThere(`${name}.txt`);
}

describe.concurrent("a shallow clone", () => {
  test("is synced both ways", async ({ stage }) => {
    await severalCommits(stage);
    const here = await cloneWith(stage, "--depth=1");
    await stage.commitThere("theirs.txt");
    expect((await stage.look({ in: here })).result).toMatchObject({ ...healed, pulled: 1 });
    const ours = await stage.scratch.commit(here, "ours.txt");
    expect((await stage.look({ in: here, ask: false })).result).toMatchObject({ pushed: 1 });
    expect(await stage.tip(stage.remote, "main")).toBe(ours);
    await expectWhole(stage, here);
  });

  test("settles a divergence whose beginning it has", async ({ stage }) => {
    await severalCommits(stage);
    const here = await cloneWith(stage, "--depth=1");
    const theirs = await stage.commitThere("both.txt", "theirs\n");
    await stage.scratch.commit(here, "both.txt", "ours\n");
    const { result } = await stage.look({ in: here });
    expect(result).toMatchObject({ ...healed, rescued: [{ reason: "diverged", commits: 1 }] });
    expect(await stage.tip(here)).toBe(theirs);
  });

  test("that was fetched with --depth holds, because it only looks diverged", async ({ stage }) => {
    await severalCommits(stage);
    const here = await cloneWith(stage, "--depth=1");
    const before = await stage.tip(here);
    await stage.commitThere("d.txt");
    const theirs = await stage.commitThere("e.txt");
    await stage.scratch.git(here, "fetch", "--quiet", "--depth=1");
    expect((await stage.look({ in: here })).result).toMatchObject({
      state: "diverged",
      hold: "shallow",
      rescued: [],
    });
    expect(await stage.tip(here)).toBe(before);
    await stage.scratch.git(here, "fetch", "--quiet", "--unshallow");
    expect((await stage.look({ in: here })).result).toMatchObject({ ...healed, pulled: 2 });
    expect(await stage.tip(here)).toBe(theirs);
  });
});

describe.concurrent("a partial clone", () => {
  test("is synced both ways, and rescues what it does not hold", async ({ stage }) => {
    await severalCommits(stage);
    const here = await cloneWith(stage, "--filter=blob:none");
    await stage.commitThere("theirs.txt");
    expect((await stage.look({ in: here })).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await readFile(join(here, "theirs.txt"), "utf8")).toBe("theirs.txt\n");
    await stage.scratch.commit(here, "ours.txt");
    expect((await stage.look({ in: here, ask: false })).result).toMatchObject({ pushed: 1 });
    await stage.scratch.git(stage.there, "pull", "--quiet");
    await stage.commitThere("a.txt", "theirs\n");
    await stage.scratch.commit(here, "a.txt", "ours\n");
    const { result } = await stage.look({ in: here });
    expect(result).toMatchObject({ ...healed, rescued: [{ reason: "diverged" }] });
  });

  test("that cannot get what it lacks touches nothing until it can", async ({ stage }) => {
    const { scratch, remote } = stage;
    const here = await cloneWith(stage, "--filter=blob:none");
    const before = await stage.tip(here);
    await stage.commitThere("theirs.txt");
    await scratch.git(here, "fetch", "--quiet");
    await rename(remote, scratch.path("away.git"));
    const { result } = await stage.look({ in: here, ask: false });
    expect(result.failure?.kind).toMatch(/^(?:offline|not-found)$/);
    expect(await stage.tip(here)).toBe(before);
    await expect(access(join(here, "theirs.txt"))).rejects.toThrow("ENOENT");
    await rename(scratch.path("away.git"), remote);
    await expectWhole(stage, here);
    expect((await stage.look({ in: here })).result).toMatchObject({ ...healed, pulled: 1 });
  });
});

describe.concurrent("a sparse checkout", () => {
  test("takes what is outside of it without writing it", async ({ stage }) => {
    const { scratch, here, there } = stage;
    for (const folder of ["in", "out"]) await mkdir(join(there, folder));
    await stage.commitThere("in/a.txt");
    await stage.commitThere("out/b.txt");
    await stage.look();
    await scratch.git(here, "sparse-checkout", "set", "--cone", "in");
    await stage.commitThere("in/a.txt", "changed\n");
    await stage.commitThere("out/b.txt", "changed\n");
    const theirs = await stage.commitThere("out/new.txt");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 3 });
    expect(await stage.tip(here)).toBe(theirs);
    expect(await readFile(join(here, "in/a.txt"), "utf8")).toBe("changed\n");
    await expect(access(join(here, "out"))).rejects.toThrow("ENOENT");
    await expectWhole(stage);
  });

  test("holds where a file outside of it was written by hand", async ({ stage }) => {
    const { scratch, here, there } = stage;
    for (const folder of ["in", "out"]) await mkdir(join(there, folder));
    await stage.commitThere("in/a.txt");
    await stage.commitThere("out/b.txt");
    await stage.look();
    await scratch.git(here, "sparse-checkout", "set", "--cone", "in");
    await mkdir(join(here, "out"));
    await writeFile(join(here, "out/b.txt"), "mine\n");
    await stage.commitThere("out/b.txt", "changed\n");
    const { result } = await stage.look();
    expect(result).toMatchObject({ hold: "local-changes", inTheWay: ["out/b.txt"] });
    expect(await readFile(join(here, "out/b.txt"), "utf8")).toBe("mine\n");
  });
});
