import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { expectWhole } from "./expect-whole.ts";
import type { Stage } from "./make-stage.ts";
import { test } from "./stage-test.ts";

const healed = { state: "up-to-date", hold: null, failure: null };

/** Sets up a required filter as Git LFS does, whose `smudge` works only while `file` exists. */
async function filterThatNeeds({ scratch }: Stage, file: string): Promise<void> {
  const works = `test -e ${file} && tr a-z A-Z`;
  const settings = { clean: "tr A-Z a-z", smudge: works, required: "true" };
  for (const [key, value] of Object.entries(settings)) {
    await scratch.git(scratch.root, "config", "--global", `filter.shout.${key}`, value);
  }
}

describe.concurrent("a required filter of the user's own config", () => {
  test("that fails changes nothing, and is tried again", async ({ stage }) => {
    const { scratch, here } = stage;
    const online = scratch.path("online");
    await writeFile(online, "");
    await filterThatNeeds(stage, online);
    await stage.commitThere(".gitattributes", "*.big filter=shout\n");
    await stage.look();
    await stage.commitThere("plain.txt");
    const theirs = await stage.commitThere("one.big", "ONE\n");
    const before = await stage.tip(here);
    await rm(online);
    for (const ask of [true, false]) {
      const { result } = await stage.look({ ask });
      expect(result).toMatchObject({ state: "behind", failure: { kind: "filter" } });
    }
    expect(await stage.tip(here)).toBe(before);
    for (const file of ["plain.txt", "one.big"]) {
      await expect(access(join(here, file))).rejects.toThrow("ENOENT");
    }
    await expectWhole(stage);
    await writeFile(online, "");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 2 });
    expect(await stage.tip(here)).toBe(theirs);
    expect(await readFile(join(here, "one.big"), "utf8")).toBe("ONE\n");
    await expectWhole(stage);
  });

  test("does not stop a rescue of what it should have written", async ({ stage }) => {
    const { scratch, here, there } = stage;
    const online = scratch.path("online");
    await writeFile(online, "");
    await filterThatNeeds(stage, online);
    await stage.commitThere(".gitattributes", "*.big filter=shout\n");
    await stage.commitThere("one.big", "ONE\n");
    await stage.look();
    await scratch.git(here, "config", "hookline.onDirty", "rescue");
    await writeFile(join(here, "one.big"), "MINE\n");
    await scratch.git(there, "pull", "--quiet");
    await stage.commitThere("one.big", "TWO\n");
    const { result } = await stage.look();
    expect(result).toMatchObject({ ...healed, rescued: [{ reason: "in-the-way", files: 1 }] });
    expect(await readFile(join(here, "one.big"), "utf8")).toBe("TWO\n");
    const ref = result.rescued[0]?.ref ?? "";
    expect((await scratch.git(here, "show", `${ref}:one.big`)).toLowerCase()).toBe("mine");
  });
});

describe.concurrent("a file that git calls changed although nobody edited it", () => {
  /** Commits CRLF first and the rule against it second: every checkout shows the file as changed. */
  async function phantom({ scratch, there, look }: Stage): Promise<void> {
    await writeFile(join(there, "crlf.txt"), "one\r\ntwo\r\n");
    await scratch.git(there, "-c", "core.autocrlf=false", "add", "crlf.txt");
    await writeFile(join(there, ".gitattributes"), "*.txt text\n");
    const id = await scratch.git(there, "hash-object", "-w", "--no-filters", "crlf.txt");
    await scratch.git(there, "update-index", "--cacheinfo", `100644,${id},crlf.txt`);
    await scratch.git(there, "add", ".gitattributes");
    await scratch.git(there, "commit", "--quiet", "-m", "crlf");
    await scratch.git(there, "push", "--quiet");
    expect((await look()).result).toMatchObject({ ...healed, pulled: 1 });
  }

  test("stands in the way of nothing but itself", async ({ stage }) => {
    await phantom(stage);
    const theirs = await stage.commitThere("theirs.txt");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await stage.tip(stage.here)).toBe(theirs);
    await stage.scratch.commit(stage.here, "ours.txt");
    expect((await stage.look()).result).toMatchObject({ ...healed, pushed: 1 });
  });

  test("is replaced by the remote's version of it", async ({ stage }) => {
    await phantom(stage);
    await stage.scratch.git(stage.there, "add", "--renormalize", "crlf.txt");
    await stage.scratch.git(stage.there, "commit", "--quiet", "-m", "renormalise");
    await stage.scratch.git(stage.there, "push", "--quiet");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    await expectWhole(stage);
  });

  test("does not come back as a change after every look", async ({ stage }) => {
    const { scratch, here } = stage;
    await scratch.git(here, "config", "core.autocrlf", "true");
    await phantom(stage);
    await scratch.git(here, "config", "hookline.onDirty", "rescue");
    await stage.commitThere("crlf.txt", "three\n");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await readFile(join(here, "crlf.txt"), "utf8")).toBe("three\r\n");
    await expectWhole(stage);
    expect((await stage.look()).result.rescued).toEqual([]);
  });
});
