import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Bug } from "../../src/errors.ts";
import { TaskOutputs, type WrittenOutput } from "../../src/tasks/task-outputs.ts";
import { TaskScratch, writing } from "./a-task.ts";

let here: TaskScratch;

beforeEach(async () => {
  here = await TaskScratch.make();
  await here.commit({ "a.md": "one\n" });
});

afterEach(() => here.remove());

const written = () => readFile(here.file("docs/a.md.txt"), "utf8");
const drafts = () => readdir(here.file(".git/hookline/task-output"));

describe("an output", () => {
  /** Does something at the last moment: all is checked, and the file is about to be put in its place. */
  class AtTheLastMoment extends TaskOutputs {
    readonly #act: () => void;

    constructor(act: () => void) {
      super(here.store);
      this.#act = act;
    }

    override intend(output: WrittenOutput): void {
      super.intend(output);
      this.#act();
    }
  }

  test.each<[string, (() => Promise<unknown>) | undefined, () => void]>([
    ["a new file", undefined, () => writeNow("mine\n")],
    ["an edit", () => here.commit({ "docs/a.md.txt": "committed\n" }), () => writeNow("mine\n")],
  ])("does not replace %s of the last moment", async (_what, prepare, act) => {
    await prepare?.();
    const outputs = new AtTheLastMoment(act);
    const run = await here.ran({ task: writing("new"), tools: { outputs } });
    expect(run.ending).toMatchObject({ kind: "output-taken" });
    expect(await written()).toBe("mine\n");
    expect(await drafts()).toEqual([]);
  });

  test("never goes through a link of the last moment", async () => {
    await mkdir(here.scratch.path("elsewhere"));
    await mkdir(here.file("docs"));
    const outputs = new AtTheLastMoment(() => {
      renameSync(here.file("docs"), here.file("was"));
      symlinkSync("../elsewhere", here.file("docs"));
    });
    const run = await here.ran({ task: writing("new"), tools: { outputs } });
    expect(run.ending).toMatchObject({ kind: "output-taken" });
    expect(await readdir(here.scratch.path("elsewhere"))).toEqual([]);
  });

  function writeNow(text: string): void {
    mkdirSync(here.file("docs"), { recursive: true });
    writeFileSync(here.file("docs/a.md.txt"), text);
  }

  test.each(["before", "after"])("is known as ours after a crash right %s", async (when) => {
    await here.ran({ task: writing("first") });
    class Killed extends TaskOutputs {
      override intend(output: WrittenOutput): void {
        super.intend(output);
        if (when === "before") throw new Bug("killed");
      }
      override settle(): void {
        throw new Bug("killed");
      }
    }
    const outputs = new Killed(here.store);
    await expect(here.run({ task: writing("second"), tools: { outputs } })).rejects.toThrow(
      "killed",
    );
    expect(await written()).toBe(when === "before" ? "first" : "second");
    expect((await here.ran({ task: writing("third") })).ending).toEqual({ kind: "succeeded" });
    expect(await written()).toBe("third");
  });
});
