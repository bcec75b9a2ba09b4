import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { absolutePath, HOOK_EVENTS, type HookChecker } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import type { GitVersion } from "../src/decide/hook-facts.ts";
import { type HookGit, installHooks, openHookKeeper, uninstallHooks } from "../src/index.ts";
import { realHookGit } from "./real-hook-git.ts";
import { type Scratch, scratchRepository } from "./scratch-repository.ts";
import { readTree } from "./tree.ts";
import { writeHook } from "./write-hook.ts";

const OLD: GitVersion = [2, 39];
const NEW: GitVersion = [2, 54];

interface Kept extends Scratch {
  readonly keeper: HookChecker;
  readonly check: (settings?: Partial<Scratch["plan"]["settings"]>) => Promise<readonly string[]>;
  /** How often git was asked since the last call. */
  readonly asked: () => number;
}

/** A repository with our hooks, and a keeper that has looked at it twice. */
async function kept(
  version: GitVersion = OLD,
  prepare?: (scratch: Scratch) => unknown,
): Promise<Kept> {
  const scratch = await scratchRepository();
  await prepare?.(scratch);
  const git = realHookGit(scratch, version);
  await installHooks(scratch.repo, scratch.plan, git);
  const { asked, counting } = counted(git);
  const targets = () => Promise.resolve(scratch.targets);
  const keeper = openHookKeeper({ targets, git: counting });
  const check: Kept["check"] = (settings = {}) =>
    keeper.check(scratch.repo, { ...scratch.plan.settings, ...settings });
  expect(await check()).toEqual([]);
  expect(await check()).toEqual([]);
  asked();
  return { ...scratch, keeper, check, asked };
}

function counted(git: HookGit) {
  let calls = 0;
  const asked = (): number => {
    const until = calls;
    calls = 0;
    return until;
  };
  const counting: HookGit = {
    ...git,
    commonDir: (repo) => {
      calls += 1;
      return git.commonDir(repo);
    },
    version: () => {
      calls += 1;
      return git.version();
    },
  };
  return { asked, counting };
}

describe.each([
  ["hook files", OLD],
  ["config-based hooks", NEW],
] as const)("with %s", (_name, version) => {
  test("where nothing changed it asks git nothing, whatever else happens in the repository", async () => {
    const scratch = await kept(version);
    await scratch.git("commit", "--quiet", "--allow-empty", "--message=x");
    await writeHook(scratch, "pre-push", "#!/bin/sh\n");
    await scratch.check();
    scratch.asked();
    await scratch.git("commit", "--quiet", "--allow-empty", "--message=y");
    expect(await scratch.check()).toEqual([]);
    expect(scratch.asked()).toBe(0);
  });

  test("it writes other settings into our script, and nothing else", async () => {
    const scratch = await kept(version);
    const before = await readTree(scratch.repo);
    expect(await scratch.check({ fallback: "detach" })).toEqual([]);
    const after = await readTree(scratch.repo);
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(changed).toEqual([".git/hookline/hook.sh"]);
    expect(await scratch.check()).toEqual([]);
    expect(await readTree(scratch.repo)).toEqual(before);
  });

  test("it switches hooks off and on again", async () => {
    const scratch = await kept(version);
    const before = await readTree(scratch.repo);
    expect(await scratch.check({ hooks: false })).toEqual([]);
    await scratch.git("commit", "--quiet", "--allow-empty", "--message=x");
    expect(await scratch.drain()).toEqual([]);
    expect(await scratch.check({ hooks: true })).toEqual([]);
    const script = ".git/hookline/hook.sh";
    expect((await readTree(scratch.repo))[script]).toBe(before[script]);
  });

  test("it brings back nothing that a person took out", async () => {
    const scratch = await kept(version);
    await uninstallHooks(scratch.repo, realHookGit(scratch, version));
    const before = await readTree(scratch.repo);
    expect(await scratch.check({ fallback: "detach" })).toEqual([]);
    expect(await readTree(scratch.repo)).toEqual(before);
  });

  test("a repository that is gone is none of its business", async () => {
    const scratch = await kept(version);
    await rename(scratch.repo, `${scratch.repo}-away`);
    expect(await scratch.check()).toEqual([]);
    await rename(`${scratch.repo}-away`, scratch.repo);
    expect(await scratch.check()).toEqual([]);
  });

  test("the script of another state folder is left to that one", async () => {
    const scratch = await kept(version);
    const elsewhere = absolutePath(join(scratch.root, "elsewhere", "spool"));
    const targets = { ...scratch.targets, spool: elsewhere };
    await installHooks(scratch.repo, { ...scratch.plan, targets }, realHookGit(scratch, version));
    const before = await readTree(scratch.repo);
    const [said, ...more] = await scratch.check();
    expect(said).toContain("another state folder of Hookline took them over");
    expect(more).toEqual([]);
    expect(await readTree(scratch.repo)).toEqual(before);
  });
});

describe("what displaces hooks is said, and no more once it is mended:", () => {
  const put = (folder: string, text: string) => async (scratch: Scratch) => {
    for (const event of HOOK_EVENTS) {
      await mkdir(join(scratch.repo, folder), { recursive: true });
      await writeFile(join(scratch.repo, folder, event), text, { mode: 0o755 });
    }
  };
  const theirs = "#!/bin/sh\nexit 0\n";
  const hook = (scratch: Scratch) => join(scratch.repo, ".git", "hooks", "post-commit");

  test.each<
    [what: string, says: string, act: (scratch: Scratch) => unknown, mend: (s: Scratch) => unknown]
  >([
    [
      "a tool that writes hooks anew",
      "No hook reports any more: another tool wrote the hook files anew",
      put(".git/hooks", theirs),
      reinstall,
    ],
    [
      "a tool that moves hooks aside and writes no shell",
      "post-commit does not report any more: a program that is no shell script took their place",
      async (scratch) => {
        await rename(hook(scratch), `${hook(scratch)}.old`);
        await writeHook(scratch, "post-commit", "#!/usr/bin/python3\n");
      },
      async (scratch) => rename(`${hook(scratch)}.old`, hook(scratch)),
    ],
    [
      "a tool that replaces one without a trace of ours",
      "post-commit does not report any more: a program that is no shell script took their place",
      (scratch) => writeHook(scratch, "post-commit", "#!/usr/bin/python3\n"),
      async (scratch) => {
        await rm(hook(scratch));
        await reinstall(scratch);
      },
    ],
    [
      "husky",
      "No hook reports any more: git runs the hooks in",
      async (scratch) => {
        await put(".husky/_", theirs)(scratch);
        await scratch.git("config", "core.hooksPath", ".husky/_");
      },
      ({ git }) => git("config", "--unset", "core.hooksPath"),
    ],
    [
      "a folder of hooks for all repositories",
      "No hook reports any more: git runs the hooks in",
      ({ git, root }) => git("config", "--global", "core.hooksPath", join(root, "shared")),
      ({ git }) => git("config", "--global", "--unset", "core.hooksPath"),
    ],
    [
      "someone who deletes a hook",
      "post-commit does not report any more: the hook files are gone",
      (scratch) => rm(hook(scratch)),
      reinstall,
    ],
    [
      "a hook whose block was taken out",
      "post-merge does not report any more: another tool wrote the hook files anew",
      (scratch) => writeHook(scratch, "post-merge", theirs),
      reinstall,
    ],
    [
      "a hook of someone's that is not executable any more",
      "post-merge does not report any more: the hook files are not executable",
      (scratch) => chmod(join(scratch.repo, ".git", "hooks", "post-merge"), 0o644),
      (scratch) => chmod(join(scratch.repo, ".git", "hooks", "post-merge"), 0o755),
    ],
    [
      "our own file that is not executable any more",
      "post-commit does not report any more: ",
      (scratch) => chmod(hook(scratch), 0o644),
      (scratch) => chmod(hook(scratch), 0o755),
    ],
    [
      "a git folder without our script",
      "No hook reports any more: Hookline's script in the git folder is gone",
      ({ repo }) => rm(join(repo, ".git", "hookline", "hook.sh")),
      reinstall,
    ],
    [
      "core.hooksPath that switches all hooks off",
      "No hook reports any more: core.hooksPath names what is no folder",
      ({ git }) => git("config", "core.hooksPath", "/dev/null"),
      ({ git }) => git("config", "--unset", "core.hooksPath"),
    ],
  ])("%s", async (_what, says, act, mend) => {
    const scratch = await kept(OLD, (fresh) =>
      writeHook(fresh, "post-merge", "#!/bin/sh\necho mine\n"),
    );
    await act(scratch);
    const said = await scratch.check();
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(says);
    expect(said[0]).toContain(`Run \`hookline add ${scratch.repo}\``);
    // It is still so when something else changes.
    await writeHook(scratch, "pre-push", theirs);
    expect(await scratch.check()).toEqual(said);
    expect(await scratch.check()).toEqual(said);
    await mend(scratch);
    expect(await scratch.check()).toEqual([]);
  });

  test.each<[what: string, act: (scratch: Scratch) => unknown]>([
    ["an include that was taken out", ({ git }) => git("config", "--unset-all", "include.path")],
    ["our file deleted", ({ repo }) => rm(join(repo, ".git", "hookline", "hooks.gitconfig"))],
  ])("under git 2.54, %s", async (_what, act) => {
    const scratch = await kept(NEW);
    await act(scratch);
    const [said, ...more] = await scratch.check();
    expect(said).toContain("No hook reports any more: git's configuration names them no more");
    expect(more).toEqual([]);
    await reinstall(scratch, NEW);
    expect(await scratch.check()).toEqual([]);
  });
});

test("hooks that are switched off are missed by nobody", async () => {
  const scratch = await kept();
  await rm(join(scratch.repo, ".git", "hooks"), { recursive: true });
  expect(await scratch.check({ hooks: false })).toEqual([]);
  const [said] = await scratch.check();
  expect(said).toContain("No hook reports");
});

test("hooks that could never be ours to write are no news", async () => {
  const scratch = await kept(OLD, (fresh) =>
    writeHook(fresh, "post-commit", "#!/usr/bin/python3\n"),
  );
  await writeHook(scratch, "post-commit", "#!/usr/bin/python3\nprint()\n");
  expect(await scratch.check()).toEqual([]);
});

test("lines that were pasted mend it", async () => {
  const scratch = await kept();
  await mkdir(join(scratch.repo, ".husky", "_"), { recursive: true });
  await scratch.git("config", "core.hooksPath", ".husky/_");
  expect(await scratch.check()).toHaveLength(1);
  const { hooks } = await installHooks(scratch.repo, scratch.plan, realHookGit(scratch, OLD));
  for (const state of hooks) {
    if (state.kind !== "displaced") throw new Error(state.kind);
    await writeFile(state.advice.path, state.advice.snippet);
  }
  expect(await scratch.check()).toEqual([]);
});

test("what is wrong with our own files is said", async () => {
  const scratch = await kept();
  const script = join(scratch.repo, ".git", "hookline", "hook.sh");
  const keeper = openHookKeeper({
    git: realHookGit(scratch, OLD),
    // Between the look at it and its renewal, a folder takes its place.
    targets: async () => {
      await rm(script);
      await mkdir(script);
      return scratch.targets;
    },
  });
  const settings = { ...scratch.plan.settings, fallback: "detach" } as const;
  const [written] = await keeper.check(scratch.repo, settings);
  expect(written).toMatch(
    /^Hookline cannot look after its hooks: cannot change .*hook\.sh: EISDIR\./,
  );
  const [read] = await keeper.check(scratch.repo, settings);
  expect(read).toMatch(/^Hookline cannot look after its hooks: cannot read .*hook\.sh: EISDIR\./);
});

async function reinstall(scratch: Scratch, version: GitVersion = OLD): Promise<void> {
  await installHooks(scratch.repo, scratch.plan, realHookGit(scratch, version));
}
