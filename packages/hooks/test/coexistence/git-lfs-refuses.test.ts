import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HOOK_EVENTS } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { installHooks } from "../../src/index.ts";
import { realHookGit } from "../real-hook-git.ts";
import { run, scratchRepository } from "../scratch-repository.ts";
import { findProgram, leaveOut } from "../shells.ts";
import { gitLfs } from "./debian-managers.ts";
import { makeEveryEvent } from "./every-event.ts";

const here = findProgram("git-lfs") !== undefined;
if (!here) leaveOut("git-lfs where our hooks are", "git-lfs is not installed");

describe.skipIf(!here)("git-lfs, asked to install where our hook files are", () => {
  test("says what to do, lets ours run, and still gets its pre-push hook", async () => {
    const scratch = await scratchRepository();
    await gitLfs.prepare?.(scratch);
    await installHooks(scratch.repo, scratch.plan, realHookGit(scratch, [2, 39]));
    const install = await run("git", ["lfs", "install", "--local"], {
      cwd: scratch.repo,
      env: scratch.env,
    });
    expect(install.code).toBe(2);
    expect(install.stdout + install.stderr).toContain("git lfs update --force");
    const ran = await makeEveryEvent(scratch, gitLfs);
    expect(ran).toEqual({ ours: HOOK_EVENTS, theirs: [] });
    const prePush = join(scratch.repo, ".git", "hooks", "pre-push");
    expect(await readFile(prePush, "utf8")).toContain("git lfs pre-push");
  });
});
