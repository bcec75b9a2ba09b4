import { access, chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadSettings } from "../../src/config/load-settings.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { listConfig } from "../../src/git/config-list.ts";
import { hasOwnFilters, repositoryOverrides } from "../../src/git/repository-overrides.ts";
import { openGit } from "../../src/git/run-git.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { listTrustedConfig } from "../../src/trust/list-trusted-config.ts";
import { listRunnable } from "../../src/trust/runnable.ts";
import { accept, parseTrusted, revoke } from "../../src/trust/trusted-list.ts";

let scratch: Scratch;
let here: AbsolutePath;
const door = () => ({ env: scratch.env, log: memoryLog().log });
const set = (...args: string[]) => scratch.git(here, "config", ...args);

beforeEach(async () => {
  scratch = await makeScratch("trust");
  here = await scratch.clone(await scratch.remote(), "here");
});

afterEach(() => scratch.remove());

async function wanted(root = here) {
  const listed = await listConfig(openGit(door(), root));
  if (listed.kind === "failed") throw new Error("config");
  return listRunnable(listed.entries, root);
}

async function marked(root = here) {
  const listed = await listTrustedConfig(openGit(door(), root), root);
  if (listed.kind === "failed") throw new Error("config");
  return listed.entries;
}

const acceptAll = async () => accept(door(), here, await wanted());

/** The keys that count as the user's own. */
const trustedKeys = async (root = here) =>
  (await marked(root)).filter(({ scope }) => scope === "trusted").map(({ key }) => key);

const problems = async () => {
  const { problems: told } = loadSettings(await marked(), {});
  return told.map(({ key, says }) => `${key}: ${says}`);
};

describe("what a repository's own config would run", () => {
  test("is nothing in a plain clone", async () => {
    expect(await wanted()).toEqual([]);
    expect(await problems()).toEqual([]);
  });

  test("is listed: our commands one by one, git's programs as one set", async () => {
    await set("hookline.tickCommand", "make tick");
    await set("hookline.afterPull", "make site");
    await set("core.sshCommand", "ssh -i key");
    await set("filter.x.clean", "clean");
    await set("filter.x.required", "true");
    await set("--add", "credential.helper", "store");
    const found = await wanted();
    expect(found.map(({ name, entries }) => [name, entries.map(({ key }) => key)])).toEqual([
      ["hookline.tickCommand", ["hookline.tickcommand"]],
      ["hookline.afterPull", ["hookline.afterpull"]],
      ["programs", ["core.sshcommand", "filter.x.clean", "filter.x.required", "credential.helper"]],
    ]);
  });

  test("is not what the user's global config sets, nor what only takes something back", async () => {
    await set("--global", "hookline.tickCommand", "make tick");
    await set("--global", "filter.lfs.clean", "git-lfs clean -- %f");
    await set("filter.lfs.clean", "git-lfs clean -- %f");
    await set("hookline.afterPull", "");
    await set("credential.helper", "");
    expect(await wanted()).toEqual([]);
    expect(await problems()).toEqual([]);
  });

  test("counts from a file that the repository's config includes", async () => {
    await writeFile(join(here, "evil.cfg"), "[hookline]\n\ttickCommand = evil\n");
    await set("include.path", "../evil.cfg");
    expect((await wanted()).map(({ name }) => name)).toEqual(["hookline.tickCommand"]);
    expect(await trustedKeys()).toEqual([]);
  });

  test("is told as a warning where its absence is noticed", async () => {
    await set("hookline.tickCommand", "make tick");
    await set("core.sshCommand", "ssh -i key");
    await set("diff.x.textconv", "cat");
    expect(await problems()).toEqual([
      "core.sshcommand: core.sshcommand in .git/config is not used until you trust it: see `hookline trust`.",
      "hookline.tickCommand: hookline.tickCommand in .git/config does not run until you trust it: see `hookline trust`.",
    ]);
  });
});

describe("trust", () => {
  beforeEach(async () => {
    await set("hookline.tickCommand", "make tick");
    await set("core.sshCommand", "ssh -i key");
    await set("filter.x.clean", "clean");
  });

  test("makes exactly the accepted values count, and ends the warnings", async () => {
    expect(hasOwnFilters(await marked())).toBe(true);
    expect(repositoryOverrides(await marked()).sshCommand).toBeUndefined();
    await acceptAll();
    expect(await trustedKeys()).toEqual([
      "core.sshcommand",
      "hookline.tickcommand",
      "filter.x.clean",
    ]);
    expect(await problems()).toEqual([]);
    expect(hasOwnFilters(await marked())).toBe(false);
    expect(repositoryOverrides(await marked())).toEqual({
      overrides: [],
      sshCommand: "ssh -i key",
    });
  });

  test.each([
    ["a changed value", "filter.x.clean", "clean --all"],
    ["a value with one more space", "filter.x.clean", "clean "],
    ["another program", "filter.y.clean", "clean"],
    ["another kind of program", "merge.x.driver", "drive"],
  ])("of git's programs ends with %s, and that of commands stays", async (_, key, value) => {
    await acceptAll();
    await set(key, value);
    expect(await trustedKeys()).toEqual(["hookline.tickcommand"]);
    expect(hasOwnFilters(await marked())).toBe(true);
  });

  test("of a command ends when it changes, and does not come back with the old one", async () => {
    await acceptAll();
    await set("hookline.tickCommand", "make tock");
    expect(await trustedKeys()).not.toContain("hookline.tickcommand");
    await acceptAll();
    expect(await trustedKeys()).toContain("hookline.tickcommand");
    await set("hookline.tickCommand", "make tick");
    expect(await trustedKeys()).not.toContain("hookline.tickcommand");
  });

  test("is for one repository alone", async () => {
    await acceptAll();
    const other = await scratch.clone(scratch.path("remote.git"), "other");
    await scratch.git(other, "config", "hookline.tickCommand", "make tick");
    expect(await trustedKeys(other)).toEqual([]);
  });

  test("is nothing that a repository can give itself", async () => {
    const [first] = await wanted();
    await set("hookline.trusted", `${first?.hash} hookline.tickCommand ${here}`);
    expect(await trustedKeys()).toEqual([]);
    await set("extensions.worktreeConfig", "true");
    await set("--worktree", "hookline.trusted", `${first?.hash} hookline.tickCommand ${here}`);
    expect(await trustedKeys()).toEqual([]);
    await set("--global", "hookline.trusted", `${first?.hash} hookline.tickCommand ${here}`);
    expect(await trustedKeys()).toEqual(["hookline.tickcommand"]);
  });

  test("is not moved from one setting to another by the same value", async () => {
    await acceptAll();
    await set("hookline.afterPull", "make tick");
    expect(await trustedKeys()).not.toContain("hookline.afterpull");
  });

  test("is taken back, changed values included, and other repositories' stay", async () => {
    await set("--global", "--add", "hookline.trusted", `${"a".repeat(64)} programs /elsewhere`);
    await acceptAll();
    await set("hookline.tickCommand", "make tock");
    expect(await revoke(door(), here)).toBe(2);
    expect(await trustedKeys()).toEqual([]);
    expect(await scratch.git(here, "config", "--global", "--get-all", "hookline.trusted")).toBe(
      `${"a".repeat(64)} programs /elsewhere`,
    );
    expect(await revoke(door(), here)).toBe(0);
  });

  test("survives hostile values and paths", async () => {
    const odd = await scratch.clone(scratch.path("remote.git"), 'o"d é $(x) #;');
    const value = "a 'b' \"c\"\n\tsecond # line ; \\ é";
    await scratch.git(odd, "config", "hookline.tickCommand", value);
    await accept(door(), odd, await wanted(odd));
    expect(await trustedKeys(odd)).toEqual(["hookline.tickcommand"]);
    expect(await revoke(door(), odd)).toBe(1);
  });

  test.each(["", "x", `${"a".repeat(63)} programs /x`, `${"A".repeat(64)} programs /x`])(
    "makes nothing of %j",
    (value) => expect(parseTrusted(value)).toBeUndefined(),
  );
});

describe("an accepted program", () => {
  test("runs, and one that is not accepted does not", async () => {
    const mark = scratch.path("mark");
    const tool = scratch.path("tool");
    await writeFile(tool, `#!/bin/sh\ntouch ${mark}\ncat\n`);
    await chmod(tool, 0o755);
    await mkdir(join(here, "data"));
    await writeFile(join(here, ".gitattributes"), "* filter=x\n");
    await writeFile(join(here, "data", "a.txt"), "a\n");
    await set("filter.x.clean", tool);
    const add = async () => {
      const git = openGit(door(), here, repositoryOverrides(await marked()));
      return git({ verb: "add", flags: [], paths: ["data"] });
    };
    expect(await add()).toMatchObject({ exitCode: 0 });
    await expect(access(mark)).rejects.toThrow("ENOENT");
    await acceptAll();
    await writeFile(join(here, "data", "a.txt"), "b\n");
    expect(await add()).toMatchObject({ exitCode: 0 });
    expect(await readFile(mark, "utf8")).toBe("");
  });
});
