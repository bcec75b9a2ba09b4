import { spawnSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type HookState, installHooks } from "../src/index.ts";
import { pasteSnippet } from "../src/script/hook-block.ts";
import { realHookGit } from "./real-hook-git.ts";
import { run, type Scratch, scratchRepository } from "./scratch-repository.ts";
import { leaveOut } from "./shells.ts";

const shebangs = [
  "/bin/sh -eu",
  "/bin/dash -eu",
  "/bin/bash -eu",
  "/bin/busybox sh",
  "/usr/bin/env bash",
  "/usr/bin/env zsh",
].filter((shebang) => {
  const here = spawnSync("sh", ["-c", `${shebang} -c :`]).status === 0;
  if (!here) leaveOut(`hooks of #!${shebang}`, "it is not installed");
  return here;
});

const troubles = [
  { trouble: "nothing is wrong", script: "", records: 1 },
  { trouble: "Hookline is switched off", script: "export HOOKLINE_HOOKS=0", records: 0 },
  { trouble: "the spool is gone", script: 'rm -r "$HOME/home/spool"', records: 0 },
  {
    trouble: "the spool is gone and nobody reads stderr",
    script: 'rm -r "$HOME/home/spool"; exec 2>&-',
    records: 0,
  },
  { trouble: "a rebase is going on", script: "mkdir .git/rebase-merge", records: 0 },
];

/** Says that it ran to its end, with what arguments and stdin, and fails with a code of its own. */
const REST_OF_HOOK = `set -eu
printf 'after %s:' "$*" >"$HOME/proof"
cat >>"$HOME/proof"
exit 3
`;

describe.each(shebangs)("inside a hook of #!%s", (shebang) => {
  test.each(troubles)("the rest runs unchanged when $trouble", async (row) => {
    const scratch = await scratchRepository();
    await writeHook(scratch, `#!${shebang}\n${REST_OF_HOOK}`);
    const states = await install(scratch);
    expect(states["post-rewrite"]).toBe("block");
    await expectTheRest(scratch, row.script, row.records);
  });

  test.each(troubles)("pasted lines let it run unchanged when $trouble", async (row) => {
    const scratch = await scratchRepository();
    const paste = `set -eu\nunset PWD\n${pasteSnippet("post-rewrite")}`;
    await writeHook(scratch, `#!${shebang}\n${paste}${REST_OF_HOOK}`);
    const states = await install(scratch);
    expect(states["post-rewrite"]).toBe("pasted");
    await expectTheRest(scratch, row.script, row.records);
  });
});

async function writeHook({ repo }: Scratch, text: string): Promise<void> {
  const hooks = join(repo, ".git", "hooks");
  await mkdir(hooks, { recursive: true });
  await writeFile(join(hooks, "post-rewrite"), text, { mode: 0o755 });
}

async function install(scratch: Scratch): Promise<Record<string, HookState["kind"]>> {
  const git = realHookGit(scratch, [2, 39]);
  const { hooks } = await installHooks(scratch.repo, scratch.targets, git);
  return Object.fromEntries(hooks.map(({ event, kind }) => [event, kind]));
}

async function expectTheRest(scratch: Scratch, trouble: string, records: number): Promise<void> {
  const script = `${trouble}\nprintf 'old new\\n' | .git/hooks/post-rewrite amend`;
  const ended = await run("sh", ["-c", script], { cwd: scratch.repo, env: scratch.env });
  expect(ended.code).toBe(3);
  const { stdout } = await run("cat", [join(scratch.root, "proof")]);
  expect(stdout).toBe("after amend:old new\n");
  await mkdir(scratch.spool, { recursive: true });
  expect(await scratch.drain()).toHaveLength(records);
  await rm(join(scratch.root, "proof"));
}
