import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { absolutePath } from "../../src/decide/brands.ts";
import { locate } from "../../src/git/locate.ts";
import { openGit } from "../../src/git/run-git.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeStage, type Stage } from "./make-stage.ts";

let stage: Stage;
const { log } = memoryLog();

beforeEach(async () => {
  stage = await makeStage();
});

afterEach(() => stage.close());

describe("a look", () => {
  test("rests where both sides agree, and moves nothing", async () => {
    const { result } = await stage.look();
    expect(result).toMatchObject({
      state: "up-to-date",
      hold: null,
      failure: null,
      pushed: 0,
      pulled: 0,
    });
    expect(stage.operations.list({ limit: 9 })).toEqual([]);
  });

  test("pushes a commit without asking the remote first", async () => {
    const commit = await stage.scratch.commit(stage.here, "new.txt");
    const { result } = await stage.look({ ask: false });
    expect(result).toMatchObject({ state: "up-to-date", failure: null, pushed: 1 });
    expect(await stage.tip(stage.remote, "main")).toBe(commit);
    expect(stage.operations.list({ limit: 9 })).toMatchObject([
      { cause: "push", new: commit, state: "done" },
    ]);
  });

  test("takes the remote's commits into branch and work tree", async () => {
    const commit = await stage.commitThere("theirs.txt");
    const { result } = await stage.look();
    expect(result).toMatchObject({ state: "up-to-date", pulled: 1, pushed: 0 });
    expect(await stage.tip(stage.here)).toBe(commit);
    expect(await readFile(join(stage.here, "theirs.txt"), "utf8")).toBe("theirs.txt\n");
    expect(stage.operations.list({ limit: 9 }).map(({ cause }) => cause)).toEqual([
      "fast-forward",
      "fetch",
    ]);
    expect(await stage.scratch.git(stage.here, "reflog", "-1", "--format=%gs")).toMatch(
      /^hookline: fast-forward/,
    );
  });

  test("keeps edits that the remote's commits do not touch", async () => {
    await stage.commitThere("theirs.txt");
    await writeFile(join(stage.here, "README.md"), "edited\n");
    const { result } = await stage.look();
    expect(result).toMatchObject({ state: "up-to-date", pulled: 1 });
    expect(await readFile(join(stage.here, "README.md"), "utf8")).toBe("edited\n");
  });

  test.each([
    ["an edited file", "README.md", false],
    ["an untracked file", "theirs.txt", false],
    ["an ignored file", "theirs.txt", true],
  ])("holds before it would overwrite %s", async (_name, file, ignored) => {
    await stage.commitThere(file, "from there\n");
    await writeFile(join(stage.here, file), "mine\n");
    if (ignored) await writeFile(join(stage.here, ".git", "info", "exclude"), `${file}\n`);
    const before = await stage.tip(stage.here);
    const { result } = await stage.look();
    expect(result).toMatchObject({ state: "behind", hold: "local-changes", failure: null });
    expect(await readFile(join(stage.here, file), "utf8")).toBe("mine\n");
    expect(await stage.tip(stage.here)).toBe(before);
  });

  test("does not move HEAD under a commit whose editor is open", async () => {
    await stage.commitThere("theirs.txt");
    await writeFile(join(stage.here, "mine.txt"), "mine\n");
    await stage.scratch.git(stage.here, "add", "mine.txt");
    const gate = stage.scratch.path("gate");
    const editor = `sh -c 'touch ${gate}.open; while [ ! -e ${gate} ]; do sleep 0.02; done; echo mine >"$0"'`;
    const commit = stage.scratch.git(
      stage.here,
      "-c",
      `core.editor=${editor}`,
      "commit",
      "--quiet",
    );
    await vi.waitFor(() => access(`${gate}.open`), { timeout: 30_000 });
    const { result } = await stage.look();
    expect(result).toMatchObject({ state: "behind", hold: "staged", failure: null });
    await writeFile(gate, "");
    await commit;
    expect(await stage.scratch.git(stage.here, "log", "-1", "--format=%s")).toBe("mine");
  });

  test("takes no file that wants a filter of the repository's own config", async () => {
    await stage.commitThere("theirs.txt");
    await stage.scratch.git(stage.here, "config", "filter.rot.smudge", "tr a-z n-za-m");
    const { result } = await stage.look();
    expect(result).toMatchObject({ state: "behind", hold: "own-filters", failure: null });
  });

  test("follows a remote that was rewound to where we have nothing of our own", async () => {
    const first = await stage.look();
    await stage.commitThere("a.txt");
    const { result } = await stage.look({ seenRemotes: first.seenRemotes });
    expect(result).toMatchObject({ state: "up-to-date", pulled: 1 });
  });

  test.each([
    ["detached", ["checkout", "--quiet", "--detach"]],
    ["no-upstream", ["switch", "--quiet", "-c", "topic"]],
  ])("holds: %s", async (why, git) => {
    await stage.scratch.git(stage.here, ...git);
    expect((await stage.look()).result.hold).toBe(why);
  });

  test("brings back what git remembers of the remote's branch, where somebody pruned it", async () => {
    const theirs = await stage.commitThere("theirs.txt");
    await stage.scratch.git(stage.here, "update-ref", "-d", "refs/remotes/origin/main");
    expect((await stage.look()).result).toMatchObject({ state: "up-to-date", pulled: 1 });
    expect(await stage.tip(stage.here)).toBe(theirs);
  });

  test("does not push a topic branch onto the main branch that it was made from", async () => {
    await stage.scratch.git(stage.here, "switch", "--quiet", "-c", "topic", "origin/main");
    await stage.scratch.commit(stage.here, "topic.txt");
    const before = await stage.tip(stage.remote, "main");
    expect((await stage.look()).result.hold).toBe("pushes-elsewhere");
    expect(await stage.tip(stage.remote, "main")).toBe(before);
  });

  test("holds in an unborn branch", async () => {
    await stage.scratch.git(stage.here, "switch", "--quiet", "--orphan", "fresh");
    expect((await stage.look()).result.hold).toBe("unborn");
  });

  test("holds in the middle of a rebase, in a linked work tree too", async () => {
    await stage.scratch.git(
      stage.here,
      "worktree",
      "add",
      "--quiet",
      "-b",
      "side",
      "../side",
      "origin/main",
    );
    const side = stage.scratch.path("side");
    await stage.scratch.commit(side, "README.md", "ours\n");
    await stage.commitThere("README.md", "theirs\n");
    await stage.scratch.git(side, "fetch", "--quiet");
    await expect(stage.scratch.git(side, "rebase", "origin/main")).rejects.toThrow(
      "could not apply",
    );
    expect((await stage.look({ in: side })).result.hold).toBe("rebase");
  });

  test("holds when the branch is gone on the stage.remote, and does not bring it back", async () => {
    await stage.scratch.git(stage.remote, "branch", "-m", "main", "trunk");
    await stage.scratch.commit(stage.here, "new.txt");
    expect((await stage.look()).result.hold).toBe("upstream-gone");
    await expect(stage.tip(stage.remote, "main")).rejects.toThrow("unknown revision");
  });

  test("does not bring a deleted branch back when it pushes without asking", async () => {
    await stage.scratch.git(stage.remote, "branch", "-m", "main", "trunk");
    await stage.scratch.commit(stage.here, "new.txt");
    expect((await stage.look({ ask: false })).result.hold).toBe("upstream-gone");
    await expect(stage.tip(stage.remote, "main")).rejects.toThrow("unknown revision");
  });

  test("fires no hook of the repository", async () => {
    const mark = stage.scratch.path("fired");
    for (const hook of ["pre-push", "post-merge", "post-checkout", "reference-transaction"]) {
      await writeFile(
        join(stage.here, ".git", "hooks", hook),
        `#!/bin/sh\necho ${hook} >>${mark}\n`,
        {
          mode: 0o755,
        },
      );
    }
    await stage.commitThere("theirs.txt");
    await stage.look();
    await writeFile(join(stage.here, "x"), "x");
    await stage.scratch.git(stage.here, "-c", "core.hooksPath=/dev/null", "add", "x");
    await stage.scratch.git(
      stage.here,
      "-c",
      "core.hooksPath=/dev/null",
      "commit",
      "--quiet",
      "-m",
      "x",
    );
    expect((await stage.look()).result.pushed).toBe(1);
    await expect(readFile(mark, "utf8")).rejects.toThrow("ENOENT");
  });

  test("says what failed when the remote is not there", async () => {
    await stage.scratch.git(
      stage.here,
      "remote",
      "set-url",
      "origin",
      "http://127.0.0.1:1/none.git",
    );
    expect((await stage.look()).result.failure).toMatchObject({ kind: "offline" });
  });

  test("says so when the remote's repository is gone", async () => {
    await stage.scratch.git(
      stage.here,
      "remote",
      "set-url",
      "origin",
      stage.scratch.path("nothing.git"),
    );
    expect((await stage.look()).result.failure).toMatchObject({ kind: "not-found" });
  });

  test("waits for another git command that holds the index", async () => {
    await stage.commitThere("theirs.txt");
    await writeFile(join(stage.here, ".git", "index.lock"), "");
    expect((await stage.look()).result.failure).toMatchObject({ kind: "locked" });
  });

  test("tells a refusal of the server from a remote that moved", async () => {
    await writeFile(
      join(stage.remote, "hooks", "pre-receive"),
      "#!/bin/sh\necho no >&2\nexit 1\n",
      {
        mode: 0o755,
      },
    );
    await stage.scratch.commit(stage.here, "new.txt");
    expect((await stage.look()).result.failure).toMatchObject({ kind: "refused" });
  });

  test("works on the repository that it was given, whatever GIT_DIR says", async () => {
    const decoy = await stage.scratch.clone(stage.remote, "decoy");
    stage.scratch.env["GIT_DIR"] = join(decoy, ".git");
    stage.scratch.env["GIT_WORK_TREE"] = decoy;
    stage.scratch.env["GIT_INDEX_FILE"] = join(decoy, ".git", "index");
    const before = await readFile(join(decoy, ".git", "index"));
    const theirs = await commitElsewhere();
    expect((await stage.look()).result).toMatchObject({ state: "up-to-date", pulled: 1 });
    expect(await readFile(join(decoy, ".git", "index"))).toEqual(before);
    for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"])
      delete stage.scratch.env[name];
    expect(await stage.tip(stage.here)).toBe(theirs);
    expect(await stage.tip(decoy)).not.toBe(theirs);
  });

  async function commitElsewhere(): Promise<string> {
    const saved = { ...stage.scratch.env };
    for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"])
      delete stage.scratch.env[name];
    const commit = await stage.commitThere("theirs.txt");
    Object.assign(stage.scratch.env, saved);
    return commit;
  }

  test("stays quiet in a folder inside the repository", async () => {
    await mkdir(join(stage.here, "sub"));
    const located = await locate(
      openGit({ env: stage.scratch.env, log }, absolutePath(join(stage.here, "sub"))),
    );
    expect(located).toMatchObject({ kind: "repository", place: { root: stage.here } });
  });
});
