import { spawn } from "node:child_process";
import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Git } from "../../src/git/run-git.ts";
import { commitPaths } from "../../src/tick/commit-paths.ts";
import { A_TICK, type CommitScratch, makeCommitScratch } from "./a-commit-scratch.ts";

let scratch: CommitScratch;

beforeEach(async () => {
  scratch = await makeCommitScratch("commit-crash");
  await put("state/kept.txt", "kept\n");
  await put("state/gone.txt", "gone\n");
  await put("other.txt", "other\n");
  await scratch.here$("add", "-A");
  await scratch.here$("commit", "--quiet", "-m", "Begin");
});

afterEach(() => scratch.remove());

async function put(file: string, text: string): Promise<void> {
  const path = join(scratch.here, file);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
}

/** A tick's work, and somebody's own beside it. */
async function change(round: number): Promise<void> {
  await put("state/kept.txt", `kept ${round}\n`);
  await put(`state/new-${round}.txt`, "new\n");
  await put("state/staged.txt", `staged ${round}\n`);
  await scratch.here$("add", "state/staged.txt");
  await put("state/staged.txt", `final ${round}\n`);
  await rm(join(scratch.here, "state/gone.txt"), { force: true });
  await put("other.txt", `staged ${round}\n`);
  await scratch.here$("add", "other.txt");
  await put("other.txt", `edited ${round}\n`);
}

const head = (ref = "HEAD") => scratch.here$("rev-parse", ref);

/** The tick's files are committed once, the index agrees, and nobody else's work has moved. */
async function expectConverged(before: string, round: number): Promise<void> {
  expect(await scratch.here$("rev-list", "--count", `${before}..HEAD`)).toBe("1");
  expect(await scratch.here$("show", "HEAD:state/kept.txt")).toBe(`kept ${round}`);
  expect(await scratch.here$("show", "HEAD:state/staged.txt")).toBe(`final ${round}`);
  expect(await scratch.here$("status", "--porcelain")).toBe("MM other.txt");
  expect(await scratch.here$("show", ":other.txt")).toBe(`staged ${round}`);
  expect(await scratch.here$("fsck", "--no-dangling")).toBe("");
  await expect(access(join(scratch.here, ".git/hookline/commit.json"))).rejects.toThrow("ENOENT");
}

class Crash extends Error {}

describe("a commit that is cut short", () => {
  /** Ends at the n-th question to git, before or after git did it. */
  const crashing =
    (calls: { left: number }, when: "before" | "after") =>
    (git: Git): Git =>
    async (command) => {
      calls.left -= 1;
      if (calls.left === 0 && when === "before") throw new Crash();
      const exit = await git(command);
      if (calls.left === 0) throw new Crash();
      return exit;
    };

  test.each(["before", "after"] as const)(
    "%s any call to git is made whole by the next one",
    async (when) => {
      let crashes = 0;
      for (let round = 1; ; round += 1) {
        await change(round);
        const before = await head();
        const calls = { left: round };
        const tools = await scratch.tools(crashing(calls, when));
        const crashed = await commitPaths(tools, A_TICK).then(
          () => false,
          (error: unknown) => error instanceof Crash,
        );
        if (!crashed) break;
        crashes += 1;
        const again = await scratch.commitHere();
        expect(["committed", "nothing"]).toContain(again.kind);
        await expectConverged(before, round);
      }
      // As many as commitPaths asks: a smaller number would mean that this test sees less.
      expect(crashes).toBeGreaterThanOrEqual(13);
    },
    120_000,
  );

  test("by a kill is made whole by the next one", async () => {
    for (const [round, verb] of [
      "update-index",
      "commit-tree",
      "update-ref",
      "diff-tree",
    ].entries()) {
      await change(round);
      const before = await head();
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, "commit-crash-child.ts"), scratch.here, verb],
        { env: { ...scratch.env, CRASH_STORE: scratch.path(`${verb}.db`) }, stdio: "inherit" },
      );
      const signal = await new Promise((resolve) => child.once("exit", (_, by) => resolve(by)));
      expect(signal).toBe("SIGKILL");
      await rm(join(scratch.here, ".git/index.lock"), { force: true });
      await rm(join(scratch.here, ".git/refs/heads/main.lock"), { force: true });
      // git may outlive us by a moment, and do what it was told after we looked.
      await vi.waitFor(async () => {
        const again = await scratch.commitHere();
        expect(["committed", "nothing"]).toContain(again.kind);
        await expectConverged(before, round);
      }, 10_000);
    }
  }, 60_000);
});
