import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { GitVerb } from "../../src/git/verbs.ts";
import { moveBranch } from "../../src/worktree/move-branch.ts";
import type { WorktreeTools } from "../../src/worktree/tools.ts";
import { aWorkTree, type WorkTree } from "./a-work-tree.ts";

let tree: WorkTree;
const children: ChildProcess[] = [];

beforeEach(async () => {
  tree = await aWorkTree(
    { a: "1\n", gone: "1\n", link: { link: "a" }, mine: "1\n" },
    { a: "2\n", gone: null, link: { link: "mine" }, "new/deep": "2\n" },
  );
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await tree.scratch.remove();
});

/** Tools with which somebody does something just before one git command of the move. */
function meanwhile(verb: GitVerb, act: () => Promise<unknown> | void): WorktreeTools {
  let done = false;
  return {
    ...tree.tools,
    async git(command) {
      if (command.verb === verb && !done) {
        done = true;
        await act();
      }
      return tree.tools.git(command);
    },
  };
}

/** Staged is written by `read-tree`; the files are in place when `update-index` notes their times. */
const STAGED = "read-tree";
const IN_PLACE = "update-index";
const UNDER_LOCK = "update-ref";

const tip = (): Promise<string> => tree.git("rev-parse", "main");
const kept = (): string[] => {
  const folder = join(tree.root, ".git/hookline/kept");
  return existsSync(folder)
    ? readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"))
    : [];
};

async function expectTakenBack(files: Record<string, unknown>): Promise<void> {
  expect(await tip()).toBe(tree.request.from);
  const { "new/deep": _new, ...before } = { "new/deep": undefined, ...(await tree.read()) };
  expect(before).toEqual({
    a: "1\n",
    gone: "1\n",
    "keep.txt": "kept",
    link: "-> a",
    mine: "1\n",
    ...files,
  });
  expect(existsSync(join(tree.root, ".git/hookline/move"))).toBe(false);
  expect(existsSync(join(tree.root, ".git/index.lock"))).toBe(false);
  expect(kept()).toEqual([]);
}

describe("somebody who saves a file", () => {
  test.each([STAGED, IN_PLACE] as const)(
    "before %s stops the move and keeps the save",
    async (verb) => {
      const tools = meanwhile(verb, () => tree.write({ a: "mine\n" }));
      expect(await moveBranch(tools, tree.request)).toMatchObject({ kind: "moved" });
      await expectTakenBack({ a: "mine\n" });
    },
  );

  test.each([STAGED, IN_PLACE] as const)("in place before %s keeps the save", async (verb) => {
    const tools = meanwhile(verb, () => writeFile(join(tree.root, "a"), "mine\n"));
    expect(await moveBranch(tools, tree.request)).toMatchObject({ kind: "moved" });
    await expectTakenBack({ a: "mine\n" });
  });

  test("through a descriptor that was open all the time keeps the save", async () => {
    const open = openSync(join(tree.root, "a"), "r+");
    const tools = meanwhile(IN_PLACE, () => void writeSync(open, "mine\n"));
    expect(await moveBranch(tools, tree.request)).toMatchObject({ kind: "moved" });
    closeSync(open);
    await expectTakenBack({ a: "mine\n" });
  });

  test("where a new file comes keeps the save", async () => {
    const tools = meanwhile(IN_PLACE, () => tree.write({ "new/deep": "mine\n" }));
    expect(await moveBranch(tools, tree.request)).toMatchObject({ kind: "moved" });
    await expectTakenBack({});
    expect(await tree.read()).toMatchObject({ "new/deep": "mine\n" });
  });

  test("that the move has removed keeps the save", async () => {
    const tools = meanwhile(IN_PLACE, () => tree.write({ gone: "mine\n" }));
    expect(await moveBranch(tools, tree.request)).toMatchObject({ kind: "moved" });
    await expectTakenBack({ gone: "mine\n" });
  });

  test("both before and after the swap keeps both saves, one of them aside", async () => {
    const open = openSync(join(tree.root, "a"), "r+");
    const tools = meanwhile(IN_PLACE, async () => {
      writeSync(open, "mine, in the old file\n");
      await tree.write({ a: "mine, newer\n" });
    });
    expect(await moveBranch(tools, tree.request)).toMatchObject({ kind: "moved" });
    closeSync(open);
    expect(await tree.read()).toMatchObject({ a: "mine, newer\n" });
    expect(kept()).toEqual(["mine, in the old file\n"]);
    expect(tree.log.events.map(({ event }) => event)).toContain("move.kept");
  });

  test("when the branch moves already has an edit of the new commit", async () => {
    const tools = meanwhile(UNDER_LOCK, () => tree.write({ a: "mine\n" }));
    expect(await moveBranch(tools, tree.request)).toEqual({ kind: "done" });
    expect(await tree.git("status", "--porcelain")).toBe(" M a");
    expect(await tree.read()).toMatchObject({ a: "mine\n" });
  });

  test("through an old descriptor when the branch moves finds the save kept", async () => {
    const open = openSync(join(tree.root, "a"), "r+");
    const tools = meanwhile(UNDER_LOCK, () => void writeSync(open, "mine\n"));
    expect(await moveBranch(tools, tree.request)).toEqual({ kind: "done" });
    writeSync(open, "and more\n");
    closeSync(open);
    expect(kept()).toEqual(["mine\nand more\n"]);
  });
});

test("somebody who writes to a file that was replaced long ago finds the bytes kept", async () => {
  const open = openSync(join(tree.root, "a"), "r+");
  expect(await moveBranch(tree.tools, tree.request)).toEqual({ kind: "done" });
  writeSync(open, "mine\n");
  closeSync(open);
  expect(kept()).toEqual(["mine\n"]);
  expect(await tree.read()).toMatchObject({ a: "2\n" });
});

describe("somebody who is quicker than we are, between our look and our deed", () => {
  /** git is asked what it thinks of `doubtful` after all bytes were read. */
  const LOOKED = "diff-files";

  beforeEach(async () => {
    await tree.scratch.remove();
    tree = await aWorkTree(
      {
        ".gitattributes": "*.crlf eol=crlf\n",
        "x.crlf": "1\n",
        a: "1\n",
        gone: "1\n",
        "dir/in": "1\n",
      },
      { "x.crlf": "2\n", a: "2\n", gone: null, "new/deep": "2\n", "dir/in": "2\n" },
    );
    await tree.write({ "x.crlf": "1\r\n" });
  });

  test.each<[string, Parameters<WorkTree["write"]>[0]]>([
    ["saves a file that changes", { a: "mine\n" }],
    ["saves a file that goes", { gone: "mine\n" }],
    ["makes a file where one comes", { "new/deep": "mine\n" }],
    ["makes a file where a folder comes", { new: "mine\n" }],
    ["removes a file that changes", { a: null }],
    ["puts a folder where a file was", { a: null, "a/mine": "mine\n" }],
  ])("and %s finds it as they left it", async (_name, files) => {
    let mine: Record<string, string> = {};
    const tools = meanwhile(LOOKED, async () => {
      await tree.write(files);
      mine = await tree.read();
    });
    expect(await moveBranch(tools, tree.request)).toMatchObject({ kind: "moved" });
    expect(await tree.read()).toEqual(mine);
    expect(mine).not.toEqual({});
    expect(await tip()).toBe(tree.request.from);
    expect(kept()).toEqual([]);
  });

  test("and only touches a file does not stop the move", async () => {
    const tools = meanwhile(LOOKED, () => tree.write({ a: "1\n" }));
    expect(await moveBranch(tools, tree.request)).toEqual({ kind: "done" });
  });

  test("and puts a link where a folder was, finds nothing touched behind it", async () => {
    const outside = tree.scratch.path("outside");
    const tools = meanwhile(LOOKED, async () => {
      await rename(join(tree.root, "dir"), outside);
      await symlink(outside, join(tree.root, "dir"));
      await rename(outside, `${outside}-moved`);
      await mkdir(outside);
      await writeFile(join(outside, "in"), "1\n");
    });
    expect(await moveBranch(tools, tree.request)).toMatchObject({ kind: "moved" });
    expect(readFileSync(join(outside, "in"), "utf8")).toBe("1\n");
    expect(await tree.read()).toMatchObject({ a: "1\n", gone: "1\n" });
  });
});

describe("somebody who uses git", () => {
  test("in a status loop does not stop a move", async () => {
    const tools = meanwhile(IN_PLACE, async () => {
      await tree.write({ mine: "1\n" });
      await tree.git("status");
    });
    expect(await moveBranch(tools, tree.request)).toEqual({ kind: "done" });
    expect(await tree.git("status", "--porcelain")).toBe("");
  });

  test("to stage something stops the move", async () => {
    const tools = meanwhile(IN_PLACE, async () => {
      await tree.write({ mine: "mine\n" });
      await tree.git("add", "mine");
    });
    expect(await moveBranch(tools, tree.request)).toMatchObject({ kind: "moved" });
    await expectTakenBack({ mine: "mine\n" });
    expect(await tree.git("status", "--porcelain")).toBe("M  mine");
  });

  test("to switch branches finds no branch moved", async () => {
    const tools = meanwhile(IN_PLACE, () => tree.git("switch", "--quiet", "-c", "other"));
    expect(await moveBranch(tools, tree.request)).toMatchObject({ kind: "moved" });
    await expectTakenBack({});
    expect(await tree.git("branch", "--show-current")).toBe("other");
  });

  test("to switch branches before anything began finds no branch moved", async () => {
    await tree.git("switch", "--quiet", "-c", "other");
    expect(await moveBranch(tree.tools, tree.request)).toMatchObject({ kind: "moved" });
    await expectTakenBack({});
  });

  test("to commit everything in the midst of it keeps what the commit has", async () => {
    const tools = meanwhile(IN_PLACE, () => tree.git("commit", "--quiet", "-a", "-m", "mine"));
    expect(await moveBranch(tools, tree.request)).toMatchObject({ kind: "moved" });
    expect(await tree.git("status", "--porcelain", "-uno")).toBe("");
    expect(await tree.read()).toMatchObject({ a: "2\n", link: "-> mine" });
    expect(existsSync(join(tree.root, "gone"))).toBe(false);
  });

  test("to commit something else finds the move taken back", async () => {
    const tools = meanwhile(IN_PLACE, () =>
      tree.git("commit", "--quiet", "--allow-empty", "-m", "x"),
    );
    // `moved`, or `failed` where git is still tidying up after the commit.
    expect(await moveBranch(tools, tree.request)).not.toMatchObject({ kind: "done" });
    expect(await tree.read()).toMatchObject({ a: "1\n", gone: "1\n", link: "-> a" });
    expect(await tree.git("status", "--porcelain")).toBe("");
  });

  test("and holds the index's lock makes us wait and give up", async () => {
    await writeFile(join(tree.root, ".git/index.lock"), "");
    expect(await moveBranch(tree.tools, tree.request)).toMatchObject({
      kind: "failed",
      failure: { kind: "locked" },
    });
    expect(existsSync(join(tree.root, ".git/index.lock"))).toBe(true);
    expect(await tree.read()).toMatchObject({ a: "1\n", gone: "1\n" });
  });

  test("and holds the branch's lock makes us take everything back", async () => {
    await writeFile(join(tree.root, ".git/refs/heads/main.lock"), "");
    expect(await moveBranch(tree.tools, tree.request)).toMatchObject({
      kind: "failed",
      failure: { kind: "locked" },
    });
    await expectTakenBack({});
  });

  test.each([
    ["commit", ["commit", "--allow-empty"]],
    ["an alias of it", ["-c", "user.name=x", "ci"]],
  ])("and has the editor of %s open is not disturbed", async (_name, words) => {
    await tree.git("config", "alias.ci", "commit --allow-empty");
    const ready = tree.scratch.path("ready");
    const go = tree.scratch.path("go");
    const editor = `sh -c 'echo message > "$0"; touch "${ready}"; until [ -e "${go}" ]; do sleep 0.05; done'`;
    const env = { ...tree.scratch.env, GIT_EDITOR: editor };
    const child = spawn("git", words, { cwd: tree.root, env, stdio: "ignore" });
    children.push(child);
    await vi.waitFor(() => expect(existsSync(ready)).toBe(true), { timeout: 20_000 });

    expect(await moveBranch(tree.tools, tree.request)).toMatchObject({
      kind: "failed",
      failure: { kind: "locked" },
    });

    await writeFile(go, "");
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(await tree.read()).toMatchObject({ a: "1\n", gone: "1\n" });
  });
});
