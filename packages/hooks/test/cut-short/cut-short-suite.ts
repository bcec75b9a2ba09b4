import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HOOK_EVENTS } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import type { GitVersion } from "../../src/decide/hook-facts.ts";
import { decideInstall, decideUninstall, type HookStep } from "../../src/decide/hook-steps.ts";
import { hookScript, installHooks, uninstallHooks } from "../../src/index.ts";
import { observeHooks } from "../../src/observe-hooks.ts";
import { runStep } from "../../src/run-step.ts";
import { realHookGit } from "../real-hook-git.ts";
import { run, type Scratch, scratchRepository } from "../scratch-repository.ts";
import { readTree } from "../tree.ts";
import { writeHook } from "../write-hook.ts";

const OLD: GitVersion = [2, 39];
const NEW: GitVersion = [2, 54];

/** From one form to the other there are steps of both. */
const WAYS = [
  ["an install under an older git", OLD, undefined],
  ["an install under git 2.54", NEW, undefined],
  ["an update of git", NEW, OLD],
  ["a step back to an older git", OLD, NEW],
] as const;

const CUTS = Array.from({ length: 9 }, (_, n) => n);

/**
 * An install and an uninstall, killed before each of their steps: git commits as before at every
 * point, and whatever is done next ends as if nothing had been cut short.
 *
 * @param least the oldest git that is planned for
 */
export function cutShortSuite(least: GitVersion = OLD): void {
  const isMeant = (version: GitVersion): boolean => version[1] >= least[1];
  const ways = WAYS.filter(([, version]) => isMeant(version));
  describe.each(ways)("%s, cut short before any of its steps,", (_name, version, from) => {
    test.each(CUTS)("such as step %i", async (cut) => {
      const scratch = await stillRepository();
      await writeHook(scratch, "post-merge", "#!/bin/sh\nexit 0\n");
      const before = await readTree(scratch.repo);
      if (from !== undefined) await install(scratch, from);
      const git = realHookGit(scratch, version);
      const script = hookScript(scratch.plan.targets, scratch.plan.settings);
      const steps = decideInstall(await observeHooks(scratch.repo, git), script);
      expect(steps.length).toBeLessThan(CUTS.length);
      await runSome(scratch, version, steps.slice(0, cut));
      await commits(scratch);
      await everyEventHasItsCommand(scratch);

      await install(scratch, version);
      const { changed, hooks } = await installHooks(scratch.repo, scratch.plan, git);
      expect(changed).toBe(false);
      expect(hooks.map(({ kind }) => kind)).toEqual(
        version === NEW ? Array(5).fill("config") : ["file", "block", "file", "file", "file"],
      );
      await uninstallHooks(scratch.repo, git);
      expect(withoutCommits(await readTree(scratch.repo))).toEqual(withoutCommits(before));
    });
  });

  const versions = (
    [
      ["an older git", OLD],
      ["git 2.54", NEW],
    ] as const
  ).filter(([, version]) => isMeant(version));
  describe.each(versions)(
    "an uninstall under %s, cut short before any of its steps,",
    (_name, version) => {
      test.each(CUTS)("such as step %i", async (cut) => {
        const scratch = await stillRepository();
        const before = await readTree(scratch.repo);
        await install(scratch, version);
        const git = realHookGit(scratch, version);
        const steps = decideUninstall(await observeHooks(scratch.repo, git));
        expect(steps.length).toBeLessThanOrEqual(CUTS.length);
        await runSome(scratch, version, steps.slice(0, cut));
        await commits(scratch);
        await everyEventHasItsCommand(scratch);
        await uninstallHooks(scratch.repo, git);
        expect(withoutCommits(await readTree(scratch.repo))).toEqual(withoutCommits(before));
      });
    },
  );

  test("what a killed writer left beside a hook goes with the hooks", async () => {
    const scratch = await stillRepository();
    const before = await readTree(scratch.repo);
    await install(scratch, OLD);
    const folder = join(scratch.repo, ".git");
    const half = "hookline-unfinished-0000";
    await writeFile(join(folder, "hookline", `hook.sh.${half}`), "half");
    await writeFile(join(folder, "hooks", `post-commit.${half}`), "half");
    await uninstallHooks(scratch.repo, realHookGit(scratch, OLD));
    expect(await readTree(scratch.repo)).toEqual(before);
  });
}

/** A newer git tidies up in the background, after the commit has ended. */
async function stillRepository(): Promise<Scratch> {
  const scratch = await scratchRepository();
  await scratch.git("config", "maintenance.auto", "false");
  return scratch;
}

async function install(scratch: Scratch, version: GitVersion): Promise<void> {
  await installHooks(scratch.repo, scratch.plan, realHookGit(scratch, version));
}

async function runSome(scratch: Scratch, version: GitVersion, steps: readonly HookStep[]) {
  for (const step of steps) await runStep(scratch.repo, step, realHookGit(scratch, version));
}

/** Under the git of this machine, which knows either form. */
async function commits({ git }: Scratch): Promise<void> {
  const { stdout, stderr } = await git("commit", "--quiet", "--allow-empty", "--message=x");
  expect(stdout + stderr).toBe("");
}

/** An event without a command makes every commit fail (git-hook(1)). */
async function everyEventHasItsCommand({ repo, env }: Scratch): Promise<void> {
  const args = ["config", "--name-only", "--get-regexp", "^hook\\."];
  const { stdout } = await run("git", args, { cwd: repo, env });
  for (const event of HOOK_EVENTS) {
    const name = `hook.hookline-agent-${event}`;
    expect(stdout.includes(`${name}.event\n`)).toBe(stdout.includes(`${name}.command\n`));
  }
}

/** The repository's files but for what a commit writes. */
function withoutCommits(tree: Readonly<Record<string, string>>) {
  const isWritten = /^\.git\/(?:objects|logs|refs|COMMIT_EDITMSG|index)/;
  return Object.fromEntries(Object.entries(tree).filter(([name]) => !isWritten.test(name)));
}
