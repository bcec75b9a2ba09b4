import { rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { absolutePath } from "../../src/decide/brands.ts";
import { fromText } from "../../src/git/path-bytes.ts";
import { fingerprint, type SameRun } from "../../src/tasks/fingerprint.ts";
import { sh, TaskScratch } from "./a-task.ts";

const base: SameRun = {
  repository: absolutePath("/here"),
  words: ["tool", "a.md"],
  input: "stdin",
  output: fromText("docs/a.md"),
  file: fromText("a.md"),
  content: "1".repeat(40),
};

test.each<[string, Partial<SameRun>, boolean]>([
  ["all is the same", {}, true],
  ["a name that the command is not told differs", { file: fromText("b.md") }, true],
  ["the content differs", { content: "2".repeat(40) }, false],
  ["a word differs", { words: ["tool", "b.md"] }, false],
  ["a word is split", { words: ["tool", "a", ".md"] }, false],
  ["the input differs", { input: "path" }, false],
  ["the output differs", { output: fromText("docs/b.md") }, false],
  ["there is no output", { output: null }, false],
  ["the repository differs", { repository: absolutePath("/there") }, false],
])("two runs are one when %s: %j is %s", (_what, changed, same) => {
  expect(fingerprint({ ...base, ...changed }) === fingerprint(base)).toBe(same);
});

test("a file that the command gets by name is told by its name", () => {
  const one = fingerprint({ ...base, input: "path" });
  expect(fingerprint({ ...base, input: "path", file: fromText("b.md") })).not.toBe(one);
});

describe("what has been done", () => {
  let here: TaskScratch;

  beforeEach(async () => {
    here = await TaskScratch.make();
    await here.commit({ "a.md": "same\n", "b.md": "same\n" });
  });

  afterEach(() => here.remove());

  const counting = sh("echo x >> ../count; cat");
  const byContent = { words: counting, input: "stdin" } as const;
  const byName = { words: [...counting, "{file}"], input: "stdin" } as const;

  test("is not done again for another commit of the same content", async () => {
    const words = sh("true", "{file}", "{commit}");
    const first = await here.ran({ task: { words } });
    await here.commit({ "c.md": "another\n" });
    expect(await here.run({ task: { words } })).toEqual({ kind: "already", run: first.id });
  });

  test("is done once for a content, or once for each name that the command is told", async () => {
    const first = await here.ran({ path: "a.md", task: byContent });
    expect(await here.run({ path: "b.md", task: byContent })).toEqual({
      kind: "already",
      run: first.id,
    });
    await here.ran({ path: "a.md", task: byName });
    await here.ran({ path: "b.md", task: byName });
    expect(await here.run({ path: "b.md", task: byName })).toMatchObject({ kind: "already" });
  });

  test("is done again when somebody asks", async () => {
    const first = await here.ran({ task: byContent });
    const second = await here.ran({ task: byContent, payload: { again: true } });
    expect(second.id).not.toBe(first.id);
  });

  test("is done again after a failure", async () => {
    const words = sh("exit 1");
    const first = await here.ran({ task: { words } });
    expect((await here.ran({ task: { words } })).id).not.toBe(first.id);
  });

  test("is done again when what it wrote is gone", async () => {
    const task = { ...byContent, output: "docs/{file}" };
    const first = await here.ran({ task });
    expect(await here.run({ task })).toEqual({ kind: "already", run: first.id });
    await rm(here.file("docs/a.md"));
    expect((await here.ran({ task })).id).not.toBe(first.id);
  });

  test("is not taken for done when somebody changed what it wrote", async () => {
    const task = { ...byContent, output: "docs/{file}" };
    await here.ran({ task });
    await here.write("docs/a.md", "corrected\n");
    expect((await here.ran({ task })).ending).toMatchObject({ kind: "output-taken" });
  });

  test("by name is what stood there, not what was committed", async () => {
    const task = { words: ["cat", "{file}"] };
    await here.write("a.md", "edited\n");
    const edited = await here.ran({ task });
    expect(edited.stdout).toBe("edited\n");
    await here.write("a.md", "same\n");
    const first = await here.ran({ task });
    expect(first.stdout).toBe("same\n");
    await here.commit({ "a.md": "edited\n" });
    expect(await here.run({ task })).toEqual({ kind: "already", run: edited.id });
  });

  test("counts for nothing when the file changed meanwhile", async () => {
    const words = sh('cat "$1"; echo more >> "$1"', "{file}");
    const first = await here.ran({ task: { words } });
    expect(first).toMatchObject({ ending: { kind: "succeeded" }, fingerprint: null });
    await here.write("a.md", "same\n");
    expect((await here.ran({ task: { words } })).id).not.toBe(first.id);
  });
});
