import { mkdir, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { absolutePath } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { type GitVersion, runsConfigHooks } from "../src/decide/hook-facts.ts";
import { installHooks } from "../src/index.ts";
import { realHookGit } from "./real-hook-git.ts";
import { gitVersion, type Scratch, scratchRepository } from "./scratch-repository.ts";
import { leaveOut } from "./shells.ts";

const real = await gitVersion();
const forms: readonly (readonly [form: string, version: GitVersion])[] = [
  ["hook files", [2, 39]],
  ...(runsConfigHooks(real) ? ([["config-based hooks", real]] as const) : []),
];
if (forms.length === 1) leaveOut("running config-based hooks", `git ${real.join(".")} has none`);

describe.each(forms)("with %s", (_form, version) => {
  test("a commit leaves one record that names the event, the git folder and the work tree", async () => {
    const scratch = await installed(version);
    await commitFile(scratch, "a");
    const records = await scratch.drain();
    expect(records).toEqual([
      {
        version: "v1",
        event: "post-commit",
        id: expect.stringMatching(/^\d+-\d+$/),
        gitDir: ".git",
        cwd: scratch.repo,
      },
    ]);
  });

  test("a commit from a sub-folder names the top of the work tree", async () => {
    const scratch = await installed(version);
    const folder = join(scratch.repo, "sub");
    await mkdir(folder);
    await scratch.gitIn(folder, "commit", "--allow-empty", "--message=x");
    expect((await scratch.drain()).map(({ cwd }) => cwd)).toEqual([scratch.repo]);
  });

  test("amending reports the commit and the rewrite", async () => {
    const scratch = await installed(version);
    await scratch.git("commit", "--amend", "--allow-empty", "--message=again");
    expect(await drainedEvents(scratch)).toEqual(["post-commit", "post-rewrite"]);
  });

  test("a merge and a fast-forward report post-merge, a switch post-checkout", async () => {
    const scratch = await installed(version);
    await scratch.git("switch", "--create=topic");
    expect(await drainedEvents(scratch)).toEqual(["post-checkout"]);
    await commitFile(scratch, "topic");
    await scratch.git("switch", "main");
    await scratch.drain();
    await scratch.git("merge", "--no-ff", "--message=merged", "topic");
    expect(await drainedEvents(scratch)).toEqual(["post-merge"]);
    await scratch.git("switch", "topic");
    await scratch.drain();
    await scratch.git("merge", "--ff-only", "main");
    expect(await drainedEvents(scratch)).toEqual(["post-merge"]);
  });

  test("a rebase of twenty commits leaves exactly one record, of its end", async () => {
    const scratch = await diverged(version, 20);
    await scratch.git("rebase", "main");
    expect(await drainedEvents(scratch)).toEqual(["post-rewrite"]);
  });

  test("a rebase with nothing to pick leaves exactly one record, of the move", async () => {
    const scratch = await diverged(version, 2);
    await scratch.git("switch", "--create=behind", "HEAD~2");
    await scratch.drain();
    await scratch.git("rebase", "topic");
    expect(await drainedEvents(scratch)).toEqual(["post-checkout"]);
  });

  test("a rebase that rewords and squashes on its way leaves exactly one record", async () => {
    const scratch = await diverged(version, 4);
    const editor = "sed -i.bak '2s/^pick/reword/; 3s/^pick/fixup/; 4s/^pick/squash/'";
    await scratch.git("-c", `sequence.editor=${editor}`, "rebase", "--interactive", "main");
    expect(await drainedEvents(scratch)).toEqual(["post-rewrite"]);
  });

  test("a rebase by patches reports its start, which is a checkout, and its end", async () => {
    const scratch = await diverged(version, 5);
    await scratch.git("rebase", "--apply", "main");
    expect(await drainedEvents(scratch)).toEqual(["post-checkout", "post-rewrite"]);
  });

  test("patches that are applied report post-applypatch each", async () => {
    const scratch = await diverged(version, 2);
    const { stdout } = await scratch.git("format-patch", "-2", "--stdout");
    await writeFile(join(scratch.root, "patches"), stdout);
    await scratch.git("switch", "main");
    await scratch.drain();
    await scratch.git("am", join(scratch.root, "patches"));
    expect(await drainedEvents(scratch)).toEqual(["post-applypatch", "post-applypatch"]);
  });

  test("a linked worktree reports itself, with a git folder of its own", async () => {
    const scratch = await installed(version);
    const linked = join(scratch.root, "linked");
    await scratch.git("worktree", "add", linked);
    expect(await drainedEvents(scratch)).toEqual(["post-checkout"]);
    await scratch.gitIn(linked, "commit", "--allow-empty", "--message=x");
    const gitDir = join(scratch.repo, ".git", "worktrees", "linked");
    expect(await scratch.drain()).toMatchObject([{ cwd: linked, gitDir }]);
  });

  test("a submodule reports itself once its own hooks are installed", async () => {
    const scratch = await installed(version);
    const other = await scratchRepository("library");
    await scratch.git("-c", "protocol.file.allow=always", "submodule", "add", other.repo, "lib");
    const lib = absolutePath(await realpath(join(scratch.repo, "lib")));
    const git = realHookGit(scratch, version);
    await installHooks(lib, scratch.plan, git);
    await scratch.drain();
    await scratch.gitIn(lib, "commit", "--allow-empty", "--message=x");
    expect(await scratch.drain()).toMatchObject([{ event: "post-commit", cwd: lib }]);
  });

  test("HOOKLINE_HOOKS=0 switches them off", async () => {
    const scratch = await installed(version);
    scratch.env["HOOKLINE_HOOKS"] = "0";
    await commitFile(scratch, "a");
    expect(await scratch.drain()).toEqual([]);
  });

  test.each([
    ["spaces", "my repo"],
    ["a single quote", "it's"],
    ["double quotes", 'the "repo"'],
    ["a dollar and backticks", "$HOME `date` $(date)"],
    ["a backslash", "back\\slash\\n"],
    ["letters outside ASCII", "repö-日本"],
    ["a percent sign", "100%s"],
  ])("paths with %s are recorded as they are", async (_what, name) => {
    const scratch = await installed(version, name);
    await commitFile(scratch, "a");
    expect(await scratch.drain()).toMatchObject([{ event: "post-commit", cwd: scratch.repo }]);
  });

  test("a newline in the path spoils the record and not the commit", async () => {
    const scratch = await installed(version, "two\nlines");
    const { stderr } = await scratch.git("commit", "--allow-empty", "--message=x");
    expect(stderr).toBe("");
    expect(await scratch.drain()).toHaveLength(2);
  });
});

async function installed(version: GitVersion, name = "repo"): Promise<Scratch> {
  // The home has the odd name too: it is baked into the script.
  const scratch = await scratchRepository(name, `${name} home`);
  await installHooks(scratch.repo, scratch.plan, realHookGit(scratch, version));
  return scratch;
}

/** On `topic`, which has `commits` commits that `main` lacks, and lacks one of `main`. */
async function diverged(version: GitVersion, commits: number): Promise<Scratch> {
  const scratch = await installed(version);
  await scratch.git("switch", "--create=topic");
  for (let n = 0; n < commits; n++) await commitFile(scratch, `topic-${n}`);
  await scratch.git("switch", "main");
  await commitFile(scratch, "main");
  await scratch.git("switch", "topic");
  await scratch.drain();
  return scratch;
}

async function commitFile({ repo, git }: Scratch, name: string): Promise<void> {
  await writeFile(join(repo, name), name);
  await git("add", name);
  await git("commit", "--quiet", `--message=${name}`);
}

async function drainedEvents({ drain }: Scratch): Promise<string[]> {
  return (await drain()).map(({ event }) => event).toSorted();
}
