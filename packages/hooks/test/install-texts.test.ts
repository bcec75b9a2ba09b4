import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { installHooks, uninstallHooks } from "../src/index.ts";
import { realHookGit } from "./real-hook-git.ts";
import { run, type Scratch, scratchRepository } from "./scratch-repository.ts";
import { readTree } from "./tree.ts";
import { writeHook } from "./write-hook.ts";

/* What may stand in a hook, and what a path may be called. */

const LEAVES_A_TRACE = 'echo ran >>"$HOME/theirs"';
const BOM = "\u{feff}";

describe.each<[what: string, text: string, runs: boolean, form: string]>([
  ["ends without a newline", `#!/bin/sh\n${LEAVES_A_TRACE}`, true, "block"],
  ["names bash through env", `#!/usr/bin/env bash\n[[ a ]] && ${LEAVES_A_TRACE}\n`, true, "block"],
  ["has no shebang", `${LEAVES_A_TRACE}\n`, true, "block"],
  ["has no shebang and ends in an exit", `${LEAVES_A_TRACE}\nexit 1\n`, true, "block"],
  ["is empty", "", false, "block"],
  ["stops at the first failure", `#!/bin/sh -eu\n${LEAVES_A_TRACE}\nfalse\n`, true, "block"],
  ["has Windows line ends", `#!/bin/sh\r\n${LEAVES_A_TRACE}\r\n`, false, "foreign"],
  ["begins with a byte order mark", `${BOM}#!/bin/sh\n${LEAVES_A_TRACE}\n`, true, "foreign"],
])("a hook that %s", (_what, text, runs, form) => {
  test(`becomes a ${form}, runs as before, and is given back byte for byte`, async () => {
    const scratch = await scratchRepository();
    const hook = await writeHook(scratch, "post-commit", text);
    const alone = await commit(scratch);
    const before = await readFile(join(scratch.root, "theirs"), "utf8").catch(() => "");
    expect(before).toBe(runs ? "ran\n" : "");

    const git = realHookGit(scratch, [2, 39]);
    const { hooks } = await installHooks(scratch.repo, scratch.plan, git);
    expect(hooks[0]?.kind).toBe(form);
    // A hook of theirs says what it said.
    expect(await commit(scratch)).toBe(alone);
    expect(await scratch.drain()).toHaveLength(form === "block" ? 1 : 0);
    const ran = await readFile(join(scratch.root, "theirs"), "utf8").catch(() => "");
    expect(ran).toBe(before + before);

    await uninstallHooks(scratch.repo, git);
    expect(await readFile(hook, "utf8")).toBe(text);
  });
});

describe.each([
  "with spaces",
  `quotes ' and "`,
  "a $HOME and a `tick`",
  "back\\slash",
  "two\nlines",
  "-n",
  "*",
])("in a repository named %j", (name) => {
  test.each([
    ["files", [2, 39]],
    ["configuration", [2, 54]],
  ] as const)("hooks as %s come, run and go without a trace", async (_form, version) => {
    const scratch = await scratchRepository(name, `${name} home`);
    const before = await readTree(scratch.repo);
    const git = realHookGit(scratch, version);
    const { hooks } = await installHooks(scratch.repo, scratch.plan, git);
    expect(new Set(hooks.map(({ kind }) => kind))).toEqual(
      new Set([version[1] === 39 ? "file" : "config"]),
    );
    if (version[1] === 39) {
      expect(await commit(scratch)).toBe("");
      // The two halves of a path with a line break are two lines.
      const lines = await scratch.drain();
      expect(lines.filter((line) => line.version === "v1")).toHaveLength(1);
    }
    await uninstallHooks(scratch.repo, git);
    const after = await readTree(scratch.repo);
    for (const file of Object.keys(before).filter(
      (one) => !/objects|logs|refs|COMMIT_EDITMSG/.test(one),
    )) {
      expect(after[file]).toBe(before[file]);
    }
    expect(Object.keys(after).filter((file) => file.includes("hook"))).toEqual([]);
  });
});

async function commit({ repo, env }: Scratch): Promise<string> {
  const args = ["commit", "--quiet", "--allow-empty", "--message=x"];
  const { code, stderr } = await run("git", args, { cwd: repo, env });
  expect(code).toBe(0);
  // sh names the line of a command that it cannot find, which our block has moved down.
  return stderr.replace(/: \d+: /g, ": ");
}
