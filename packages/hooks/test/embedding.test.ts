import { spawnSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { type HookState, installHooks } from "../src/index.ts";
import { pasteSnippet } from "../src/script/hook-block.ts";
import { shQuote } from "../src/script/sh-quote.ts";
import { agentAt, fakeClient, fakeRunner, hooked } from "./hook-agent.ts";
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

/** What a hook may have set for itself before our lines. */
const moods = [
  "set -C",
  "set -f",
  "set -a",
  "IFS=/-.0123456789",
  "CDPATH=/",
  "umask 0777",
  "PATH=",
];

test.each(shebangs)(
  "a damaged script of ours fails no checkout, in a hook of #!%s",
  async (shebang) => {
    const scratch = await scratchRepository();
    await writeHook(scratch, `#!${shebang}\nexit 0\n`, "post-checkout");
    await install(scratch);
    await writeFile(
      join(scratch.repo, ".git", "hookline", "hook.sh"),
      "hookline_agent() {\n  if x; then\n",
    );
    const ended = await run("sh", ["-c", "git checkout --quiet -b other 2>/dev/null; echo $?"], {
      cwd: scratch.repo,
      env: scratch.env,
    });
    expect(ended.stdout).toBe("0\n");
  },
);

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

  test.each(moods)("everything works under %s, with an agent and without one", async (mood) => {
    const scratch = await scratchRepository();
    // The end of the hook needs what this one does without.
    const rest = `unset IFS; PATH=$OLD_PATH; umask 022; ${REST_OF_HOOK}`;
    const paste = pasteSnippet("post-rewrite").replace(
      /^.*/,
      "hookline_hook=.git/hookline/hook.sh",
    );
    await writeHook(scratch, `#!${shebang}\nset -eu; OLD_PATH=$PATH; ${mood}\n${paste}${rest}`);
    const client = await fakeClient(scratch, `echo >>${shQuote(join(scratch.root, "pokes"))}`);
    const hooks = await hooked(client, { fallback: "detach" }, scratch);
    const starts = await fakeRunner(hooks);
    await expectTheRest(scratch, "", 1);
    await vi.waitFor(async () => expect(await starts()).toBe(1));
    await agentAt(hooks);
    await expectTheRest(scratch, "", 1);
    const pokes = join(scratch.root, "pokes");
    await vi.waitFor(async () => expect(await readFile(pokes, "utf8")).toBe("\n"));
    expect(await starts()).toBe(1);
  });
});

async function writeHook({ repo }: Scratch, text: string, event = "post-rewrite"): Promise<void> {
  const hooks = join(repo, ".git", "hooks");
  await mkdir(hooks, { recursive: true });
  await writeFile(join(hooks, event), text, { mode: 0o755 });
}

async function install(scratch: Scratch): Promise<Record<string, HookState["kind"]>> {
  const git = realHookGit(scratch, [2, 39]);
  const { hooks } = await installHooks(scratch.repo, scratch.plan, git);
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
