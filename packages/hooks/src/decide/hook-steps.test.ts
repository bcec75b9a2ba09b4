import { absolutePath, HOOK_EVENTS } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { GIT_DIR, someHookFacts, someSpots } from "../../test/some-hook-facts.ts";
import { hookBlock, hookFile } from "../script/hook-block.ts";
import { hookGitconfig, INCLUDE_VALUE } from "../script/hook-gitconfig.ts";
import type { ClosedReason, ExistingHook } from "./existing-hook.ts";
import type { FolderOwner, HookFacts } from "./hook-facts.ts";
import { decideInstall, decideRenewal, decideUninstall, type HookStep } from "./hook-steps.ts";

const SCRIPT = "# hook.sh\n";
const { paths } = someHookFacts();
const gitconfig = hookGitconfig(paths.script);
const block = hookBlock("post-commit", paths.script);
const file = hookFile("post-commit", paths.script);
const path = `${GIT_DIR}/hooks/post-commit`;

const CLOSED: readonly ClosedReason[] = [
  "not-shell",
  "bom",
  "crlf",
  "not-executable",
  "damaged-block",
  "symlink",
  "not-a-file",
  "unreadable",
];

describe("under git older than 2.54", () => {
  const writeFile = { kind: "write", path, text: file, mode: 0o755 };
  const putBlock = { kind: "put-block", path, block };
  const cells: readonly (readonly [found: ExistingHook, steps: readonly unknown[]])[] = [
    [{ kind: "absent" }, [writeFile]],
    [{ kind: "shell", block, alone: true }, []],
    [{ kind: "shell", block: "old", alone: true }, [writeFile]],
    [{ kind: "shell", block: undefined, alone: false }, [putBlock]],
    [{ kind: "shell", block, alone: false }, []],
    [{ kind: "shell", block: "old", alone: false }, [putBlock]],
    [{ kind: "pasted" }, []],
    ...CLOSED.map((why) => [{ kind: "closed", why }, []] as const),
  ];

  test.each(cells)("in the repository's own folder, %o gives %o", (found, steps) => {
    expect(
      forCommit(install({ hooks: someSpots(`${GIT_DIR}/hooks`, { "post-commit": found }) })),
    ).toEqual(steps);
  });

  const elsewhere: readonly FolderOwner[] = ["tracked", "outside", "read-only", "no-folder"];
  test.each(elsewhere.flatMap((owner) => cells.map(([found]) => [owner, found] as const)))(
    "in a folder that is %s, nothing is done about %o",
    (owner, found) => {
      const hooks = someSpots("/elsewhere", { "post-commit": found });
      expect(install({ owner, hooks })).toEqual([
        { kind: "write", path: paths.script, text: SCRIPT, mode: 0o644 },
      ]);
    },
  );

  test("every event gets its own file, after the script that they source", () => {
    const steps = install({});
    expect(steps[0]).toMatchObject({ kind: "write", path: paths.script });
    const names = HOOK_EVENTS.map((event) => `${GIT_DIR}/hooks/${event}`);
    expect(steps.slice(1).map((step) => "path" in step && step.path)).toEqual(names);
  });

  test("a folder that is not there is noted as ours before anything is put there", () => {
    const steps = install({ lacks: "hooks" });
    expect(steps[1]).toEqual({ kind: "write", path: paths.made, text: "hooks\n", mode: 0o644 });
    expect(steps[2]).toMatchObject({ path: `${GIT_DIR}/hooks/post-commit` });
  });

  test("a manager that runs the hook it set aside gets no block besides", () => {
    const chaining: ExistingHook = { kind: "shell", block: undefined, alone: false, chains: true };
    const aside: ExistingHook = { kind: "shell", block, alone: true };
    const hooks = someSpots(`${GIT_DIR}/hooks`, { "post-commit": chaining });
    const asides = [
      { event: "post-commit", path: absolutePath(`${path}.legacy`), found: aside },
    ] as const;
    expect(forCommit(install({ hooks, asides }))).toEqual([]);
    expect(forCommit(install({ hooks }))).toEqual([putBlock]);
  });

  test("what config-based hooks had left is taken out, the include before its file", () => {
    const steps = install({ included: true, gitconfig });
    expect(steps.slice(-2)).toEqual([
      { kind: "exclude", value: INCLUDE_VALUE },
      { kind: "remove", path: paths.gitconfig },
    ]);
  });
});

describe("under git 2.54 and newer", () => {
  const script = { kind: "write", path: paths.script, text: SCRIPT, mode: 0o644 };
  const config = { kind: "write", path: paths.gitconfig, text: gitconfig, mode: 0o644 };
  const include = { kind: "include", value: INCLUDE_VALUE };

  test.each<[string, Partial<HookFacts>, readonly unknown[]]>([
    ["nothing", {}, [script, config, include]],
    ["the script", { script: SCRIPT }, [config, include]],
    ["an old script", { script: "old", gitconfig, included: true }, [script]],
    ["an old config", { script: SCRIPT, gitconfig: "old", included: true }, [config]],
    ["an include of nothing", { included: true }, [script, config]],
    ["all of it", { script: SCRIPT, gitconfig, included: true }, []],
    ["nothing, and hooks elsewhere", { owner: "outside" }, [script, config, include]],
  ])("where there is %s, it does the rest", (_what, facts, steps) => {
    expect(decideInstall(someHookFacts({ git: [2, 54], ...facts }), SCRIPT)).toEqual(steps);
  });

  test.each([
    [2, 55],
    [3, 0],
  ] as const)("git %i.%i counts as newer", (major, minor) => {
    expect(install({ git: [major, minor] })).toContainEqual(include);
  });

  test("blocks of an earlier git are cut wherever they stand, even in a hook since closed", () => {
    const own = someSpots(`${GIT_DIR}/other`, {
      "post-merge": { kind: "closed", why: "not-executable", block },
    });
    const shadowed = someSpots(`${GIT_DIR}/hooks`, {
      "post-commit": { kind: "shell", block, alone: false },
      "post-checkout": { kind: "shell", block: undefined, alone: false },
    });
    const steps = install({ git: [2, 54], hooks: own, shadowed });
    expect(steps.filter(({ kind }) => kind === "cut-block")).toEqual([
      { kind: "cut-block", path: `${GIT_DIR}/other/post-merge` },
      { kind: "cut-block", path },
    ]);
  });
});

describe("uninstalling", () => {
  test("does nothing where nothing is", () => {
    expect(decideUninstall(someHookFacts())).toEqual([]);
  });

  test("takes out what points at a file before the file", () => {
    const hooks = someSpots(`${GIT_DIR}/hooks`, {
      "post-commit": { kind: "shell", block, alone: true },
    });
    const facts = someHookFacts({ hooks, script: SCRIPT, gitconfig, included: true });
    expect(decideUninstall(facts)).toEqual([
      { kind: "cut-block", path },
      { kind: "exclude", value: INCLUDE_VALUE },
      { kind: "remove", path: paths.gitconfig },
      { kind: "remove", path: paths.script },
      { kind: "remove-folder", path: paths.folder },
    ]);
  });

  test("takes back what others set aside, the folder that was made, and what was left unfinished", () => {
    const legacy = absolutePath(`${path}.legacy`);
    const made = absolutePath(`${GIT_DIR}/hooks`);
    const leftover = absolutePath(`${GIT_DIR}/hookline/hook.sh.unfinished`);
    const facts = someHookFacts({
      asides: [
        { event: "post-commit", path: legacy, found: { kind: "shell", block, alone: true } },
      ],
      made,
      leftovers: [leftover],
      atHome: true,
    });
    expect(decideUninstall(facts)).toEqual([
      { kind: "cut-block", path: legacy },
      { kind: "remove", path: leftover },
      { kind: "remove-folder", path: made },
      { kind: "remove", path: paths.made },
      { kind: "remove-folder", path: paths.folder },
    ]);
  });

  test("leaves alone what stands in a folder of someone else", () => {
    const hooks = someSpots("/elsewhere", {
      "post-commit": { kind: "shell", block, alone: false },
    });
    expect(decideUninstall(someHookFacts({ owner: "outside", hooks }))).toEqual([]);
  });
});

describe("a renewal", () => {
  const write = { kind: "write", path: paths.script, text: SCRIPT, mode: 0o644 };

  test.each<[string, Partial<HookFacts>, readonly unknown[]]>([
    ["nothing of ours", {}, []],
    ["a script that fits", { script: SCRIPT }, []],
    ["an old script", { script: "old" }, [write]],
    ["an old script, and hooks that are gone", { script: "old", hooks: [] }, [write]],
    ["a config that nothing includes", { script: SCRIPT, gitconfig: "old" }, []],
    ["a config without the script", { gitconfig: "old", included: true }, []],
  ])("of %s installs nothing", (_what, facts, steps) => {
    expect(decideRenewal(someHookFacts(facts), SCRIPT)).toEqual(steps);
  });

  test("writes the config file that is included", () => {
    const facts = someHookFacts({ script: SCRIPT, gitconfig: "old", included: true });
    expect(decideRenewal(facts, SCRIPT)).toEqual([
      { kind: "write", path: paths.gitconfig, text: gitconfig, mode: 0o644 },
    ]);
  });
});

function install(changes: Partial<HookFacts>): HookStep[] {
  return decideInstall(someHookFacts(changes), SCRIPT);
}

function forCommit(steps: readonly HookStep[]): HookStep[] {
  return steps.filter((step) => "path" in step && step.path === path);
}
