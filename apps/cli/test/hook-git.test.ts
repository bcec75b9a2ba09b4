import { makeScratch } from "@hookline/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { hookGit } from "../src/hook-git.ts";

test("an include comes into the repository's config, and goes again", async () => {
  const scratch = await makeScratch("hook-git");
  onTestFinished(scratch.remove);
  const repo = await scratch.clone(await scratch.remote(), "here");
  const git = hookGit({ env: scratch.env, log: () => undefined });
  await git.addInclude(repo, "theirs.gitconfig");
  await git.addInclude(repo, "hookline/hooks.gitconfig");
  expect(await git.includes(repo)).toEqual(["theirs.gitconfig", "hookline/hooks.gitconfig"]);
  await git.removeInclude(repo, "hookline/hooks.gitconfig");
  expect(await git.includes(repo)).toEqual(["theirs.gitconfig"]);
});
