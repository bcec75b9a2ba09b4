import { join } from "node:path";
import { absolutePath } from "@hookline/core/client";
import { expect, test } from "vitest";
import { inspectHooks, installHooks } from "../../src/index.ts";
import { realHookGit } from "../real-hook-git.ts";
import { type Scratch, scratchRepository } from "../scratch-repository.ts";
import { husky } from "./npm-managers.ts";
import { paste } from "./paste.ts";

/*
 * husky's generated folder is ignored by git, so a linked worktree does not have it. What
 * core.hooksPath names is not there then, and git runs no hooks until husky is set up there too.
 */

test("pasted lines reach us from a linked worktree when husky is set up in it", async () => {
  const scratch = await scratchRepository();
  const linked = absolutePath(join(scratch.root, "linked"));
  await huskyWithOurLines(scratch);
  await scratch.git("worktree", "add", "--quiet", linked);
  const git = realHookGit(scratch, [2, 39]);

  const [before] = await inspectHooks(linked, scratch.plan, git);
  await scratch.drain();
  await scratch.gitIn(linked, "commit", "--quiet", "--allow-empty", "--message=x");
  expect(await scratch.drain()).toEqual([]);
  expect(before).toMatchObject({
    kind: "foreign",
    advice: { sentence: expect.stringContaining("husky is not set up"), snippet: "" },
  });

  await husky.install({ ...scratch, repo: linked });
  const [after] = await inspectHooks(linked, scratch.plan, git);
  await scratch.gitIn(linked, "commit", "--quiet", "--allow-empty", "--message=x");
  expect(await scratch.drain()).toHaveLength(1);
  expect(after).toMatchObject({ kind: "pasted" });
});

async function huskyWithOurLines(scratch: Scratch): Promise<void> {
  const git = realHookGit(scratch, [2, 39]);
  await husky.prepare?.(scratch);
  await husky.install(scratch);
  const { hooks } = await installHooks(scratch.repo, scratch.plan, git);
  for (const state of hooks) {
    if ("advice" in state) await paste(state.advice.path, state.advice.snippet);
  }
  await scratch.git("add", "--all");
  await scratch.git("commit", "--quiet", "--message=project");
}
