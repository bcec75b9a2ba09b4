import { rm } from "node:fs/promises";
import { join } from "node:path";
import { HOOK_EVENTS } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { installHooks } from "../src/index.ts";
import { realHookGit } from "./real-hook-git.ts";
import { type Ended, run, type Scratch, scratchRepository } from "./scratch-repository.ts";
import { type Shell, shellsHere } from "./shells.ts";

/*
 * What git 2.54 and newer read, seen through any git: the keys as git config
 * parses them, and the command run as git's run-command.c runs it. That such a
 * git really runs them is shown by hook-events.test.ts where there is one.
 */

const shells = shellsHere("config-based hooks");
const sh: Shell = { name: "sh", program: "sh", flags: [] };

describe.each(["repo", `a "b" 'c' $d \\ \`e\` é`, "two\nlines\tand a tab"])(
  "in a repository named %j",
  (name) => {
    test("every event has a command, and every command an event", async () => {
      const scratch = await installed(name);
      for (const event of HOOK_EVENTS) {
        const key = `hook.hookline-agent-${event}`;
        expect((await scratch.git("config", `${key}.event`)).stdout).toBe(`${event}\n`);
        expect((await scratch.git("config", `${key}.command`)).stdout).not.toBe("");
      }
      const all = await scratch.git("config", "--name-only", "--get-regexp", "^hook\\.");
      expect(all.stdout.trim().split("\n")).toHaveLength(2 * HOOK_EVENTS.length);
    });

    test.each(shells)("the commands leave records under $name", async (shell) => {
      const scratch = await installed(name);
      const ended = await runAsGitDoes(scratch, shell, "post-checkout", ["1111", "2222", "1"]);
      expect(ended).toEqual({ code: 0, stdout: "", stderr: "" });
      const ended2 = await runAsGitDoes(scratch, shell, "post-commit", []);
      expect(ended2).toEqual({ code: 0, stdout: "", stderr: "" });
      expect((await scratch.drain()).filter(({ version }) => version === "v1")).toHaveLength(2);
    });
  },
);

test("a command succeeds unheard when our script is gone", async () => {
  const scratch = await installed("repo");
  await rm(join(scratch.repo, ".git", "hookline", "hook.sh"));
  const ended = await runAsGitDoes(scratch, sh, "post-checkout", ["1111", "2222", "1"]);
  expect(ended).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("a commit succeeds when the included file is gone", async () => {
  const scratch = await installed("repo");
  await rm(join(scratch.repo, ".git", "hookline"), { recursive: true });
  const { stderr } = await scratch.git("commit", "--quiet", "--allow-empty", "--message=x");
  expect(stderr).toBe("");
});

async function installed(name: string): Promise<Scratch> {
  const scratch = await scratchRepository(name, `${name} home`);
  await installHooks(scratch.repo, scratch.plan, realHookGit(scratch, [2, 54]));
  return scratch;
}

/** `sh -c '<command> "$@"' '<command>' <arguments>`, or without the `"$@"` when there are none. */
async function runAsGitDoes(
  scratch: Scratch,
  shell: Shell,
  event: string,
  args: readonly string[],
): Promise<Ended> {
  const key = `hook.hookline-agent-${event}.command`;
  const { stdout } = await scratch.git("config", "-z", key);
  const command = stdout.slice(0, -1);
  const line = args.length === 0 ? [command] : [`${command} "$@"`, command, ...args];
  return run(shell.program, [...shell.flags, "-c", ...line], {
    cwd: scratch.repo,
    env: scratch.env,
  });
}
