import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../src/clock.ts";
import { type AbsolutePath, absolutePath } from "../src/decide/brands.ts";
import { locate } from "../src/git/locate.ts";
import { openGit } from "../src/git/run-git.ts";
import { openStore } from "../src/store/open-store.ts";
import { OperationLog } from "../src/store/operation-log.ts";
import type { Store } from "../src/store/store.ts";
import { type LookReport, look } from "../src/sync/look.ts";
import type { SeenRemote } from "../src/sync/observe.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

let scratch: Scratch;
let store: Store;
let operations: OperationLog;
let remote: AbsolutePath;
let here: AbsolutePath;
let there: AbsolutePath;
const { log } = memoryLog();

beforeEach(async () => {
  scratch = await makeScratch("look");
  store = openStore(scratch.path("test.db"), systemClock, log).store;
  operations = new OperationLog(store, systemClock);
  remote = await scratch.remote();
  here = await scratch.clone(remote, "here");
  there = await scratch.clone(remote, "there");
});

afterEach(async () => {
  store.close();
  await scratch.remove();
});

async function lookHere({
  ask = true,
  seenRemote = null,
}: {
  ask?: boolean;
  seenRemote?: SeenRemote | null;
} = {}): Promise<LookReport> {
  const door = { env: scratch.env, log };
  const located = await locate(openGit(door, here));
  if (located.kind !== "repository") throw new Error(located.kind);
  return look(
    { door, operations, monotonic: systemClock.monotonic },
    {
      place: located.place,
      asksRemote: ask,
      seenRemote,
      signal: new AbortController().signal,
    },
  );
}

const head = (repository: string, ref = "HEAD") => scratch.git(repository, "rev-parse", ref);

/** Someone else's commit, on the remote. */
async function commitThere(file: string, text?: string): Promise<string> {
  const commit = await scratch.commit(there, file, text);
  await scratch.git(there, "push", "--quiet");
  return commit;
}

describe("a look", () => {
  test("rests where both sides agree, and moves nothing", async () => {
    const { result } = await lookHere();
    expect(result).toMatchObject({
      state: "up-to-date",
      hold: null,
      failure: null,
      pushed: 0,
      pulled: 0,
    });
    expect(operations.list({ limit: 9 })).toEqual([]);
  });

  test("pushes a commit without asking the remote first", async () => {
    const commit = await scratch.commit(here, "new.txt");
    const { result } = await lookHere({ ask: false });
    expect(result).toMatchObject({ state: "up-to-date", failure: null, pushed: 1 });
    expect(await head(remote, "main")).toBe(commit);
    expect(operations.list({ limit: 9 })).toMatchObject([
      { cause: "push", new: commit, state: "done" },
    ]);
  });

  test("takes the remote's commits into branch and work tree", async () => {
    const commit = await commitThere("theirs.txt");
    const { result } = await lookHere();
    expect(result).toMatchObject({ state: "up-to-date", pulled: 1, pushed: 0 });
    expect(await head(here)).toBe(commit);
    expect(await readFile(join(here, "theirs.txt"), "utf8")).toBe("theirs.txt\n");
    expect(operations.list({ limit: 9 }).map(({ cause }) => cause)).toEqual([
      "fast-forward",
      "fetch",
    ]);
    expect(await scratch.git(here, "reflog", "-1", "--format=%gs")).toMatch(
      /^hookline: fast-forward/,
    );
  });

  test("notices that the remote moved when it refuses the push, and holds where both moved", async () => {
    const theirs = await commitThere("theirs.txt");
    const ours = await scratch.commit(here, "ours.txt");
    const { result } = await lookHere({ ask: false });
    expect(result).toMatchObject({ state: "diverged", hold: "diverged", ahead: 1, behind: 1 });
    expect(await head(here)).toBe(ours);
    expect(await head(remote, "main")).toBe(theirs);
  });

  test("keeps edits that the remote's commits do not touch", async () => {
    await commitThere("theirs.txt");
    await writeFile(join(here, "README.md"), "edited\n");
    const { result } = await lookHere();
    expect(result).toMatchObject({ state: "up-to-date", pulled: 1 });
    expect(await readFile(join(here, "README.md"), "utf8")).toBe("edited\n");
  });

  test.each([
    ["an edited file", "README.md", false],
    ["an untracked file", "theirs.txt", false],
    ["an ignored file", "theirs.txt", true],
  ])("holds before it would overwrite %s", async (_name, file, ignored) => {
    await commitThere(file, "from there\n");
    await writeFile(join(here, file), "mine\n");
    if (ignored) await writeFile(join(here, ".git", "info", "exclude"), `${file}\n`);
    const before = await head(here);
    const { result } = await lookHere();
    expect(result).toMatchObject({ state: "behind", hold: "local-changes", failure: null });
    expect(await readFile(join(here, file), "utf8")).toBe("mine\n");
    expect(await head(here)).toBe(before);
  });

  test("does not move HEAD under a commit whose editor is open", async () => {
    await commitThere("theirs.txt");
    await writeFile(join(here, "mine.txt"), "mine\n");
    await scratch.git(here, "add", "mine.txt");
    const gate = scratch.path("gate");
    const editor = `sh -c 'touch ${gate}.open; while [ ! -e ${gate} ]; do sleep 0.02; done; echo mine >"$0"'`;
    const commit = scratch.git(here, "-c", `core.editor=${editor}`, "commit", "--quiet");
    await vi.waitFor(() => access(`${gate}.open`), { timeout: 30_000 });
    const { result } = await lookHere();
    expect(result).toMatchObject({ state: "behind", hold: "staged", failure: null });
    await writeFile(gate, "");
    await commit;
    expect(await scratch.git(here, "log", "-1", "--format=%s")).toBe("mine");
  });

  test("takes no file that wants a filter of the repository's own config", async () => {
    await commitThere("theirs.txt");
    await scratch.git(here, "config", "filter.rot.smudge", "tr a-z n-za-m");
    const { result } = await lookHere();
    expect(result).toMatchObject({ state: "behind", hold: "own-filters", failure: null });
  });

  test("does not push back what someone removed from the remote", async () => {
    await commitThere("secret.txt");
    const first = await lookHere();
    await scratch.git(there, "reset", "--quiet", "--hard", "HEAD~1");
    await scratch.git(there, "push", "--quiet", "--force");
    const gone = await head(there);
    const { result, seenRemote } = await lookHere({ seenRemote: first.seenRemote });
    expect(result).toMatchObject({ hold: "remote-rewound", state: "diverged" });
    expect(await head(remote, "main")).toBe(gone);
    // It is still known at the next look, when the remote-tracking ref has long moved.
    const again = await lookHere({ seenRemote, ask: false });
    expect(again.result.hold).toBe("remote-rewound");
  });

  test("follows a remote that was rewound to where we have nothing of our own", async () => {
    const first = await lookHere();
    await commitThere("a.txt");
    const { result } = await lookHere({ seenRemote: first.seenRemote });
    expect(result).toMatchObject({ state: "up-to-date", pulled: 1 });
  });

  test.each([
    ["detached", ["checkout", "--quiet", "--detach"]],
    ["no-upstream", ["switch", "--quiet", "-c", "topic"]],
    ["upstream-gone", ["update-ref", "-d", "refs/remotes/origin/main"]],
  ])("holds: %s", async (why, git) => {
    await scratch.git(here, ...git);
    expect((await lookHere()).result.hold).toBe(why);
  });

  test("does not push a topic branch onto the main branch that it was made from", async () => {
    await scratch.git(here, "switch", "--quiet", "-c", "topic", "origin/main");
    await scratch.commit(here, "topic.txt");
    const before = await head(remote, "main");
    expect((await lookHere()).result.hold).toBe("pushes-elsewhere");
    expect(await head(remote, "main")).toBe(before);
  });

  test("holds in an unborn branch", async () => {
    await scratch.git(here, "switch", "--quiet", "--orphan", "fresh");
    expect((await lookHere()).result.hold).toBe("unborn");
  });

  test("holds in the middle of a rebase, in a linked work tree too", async () => {
    await scratch.git(here, "worktree", "add", "--quiet", "-b", "side", "../side", "origin/main");
    here = scratch.path("side");
    await scratch.commit(here, "README.md", "ours\n");
    await commitThere("README.md", "theirs\n");
    await scratch.git(here, "fetch", "--quiet");
    await expect(scratch.git(here, "rebase", "origin/main")).rejects.toThrow("could not apply");
    expect((await lookHere()).result.hold).toBe("rebase");
  });

  test("holds when the branch is gone on the remote, and does not bring it back", async () => {
    await scratch.git(remote, "branch", "-m", "main", "trunk");
    await scratch.commit(here, "new.txt");
    expect((await lookHere()).result.hold).toBe("upstream-gone");
    await expect(head(remote, "main")).rejects.toThrow("unknown revision");
  });

  test("does not bring a deleted branch back when it pushes without asking", async () => {
    await scratch.git(remote, "branch", "-m", "main", "trunk");
    await scratch.commit(here, "new.txt");
    expect((await lookHere({ ask: false })).result.hold).toBe("upstream-gone");
    await expect(head(remote, "main")).rejects.toThrow("unknown revision");
  });

  test("fires no hook of the repository", async () => {
    const mark = scratch.path("fired");
    for (const hook of ["pre-push", "post-merge", "post-checkout", "reference-transaction"]) {
      await writeFile(join(here, ".git", "hooks", hook), `#!/bin/sh\necho ${hook} >>${mark}\n`, {
        mode: 0o755,
      });
    }
    await commitThere("theirs.txt");
    await lookHere();
    await writeFile(join(here, "x"), "x");
    await scratch.git(here, "-c", "core.hooksPath=/dev/null", "add", "x");
    await scratch.git(here, "-c", "core.hooksPath=/dev/null", "commit", "--quiet", "-m", "x");
    expect((await lookHere()).result.pushed).toBe(1);
    await expect(readFile(mark, "utf8")).rejects.toThrow("ENOENT");
  });

  test("says what failed when the remote is not there", async () => {
    await scratch.git(here, "remote", "set-url", "origin", "http://127.0.0.1:1/none.git");
    expect((await lookHere()).result.failure).toMatchObject({ kind: "offline" });
  });

  test("says so when the remote's repository is gone", async () => {
    await scratch.git(here, "remote", "set-url", "origin", scratch.path("nothing.git"));
    expect((await lookHere()).result.failure).toMatchObject({ kind: "not-found" });
  });

  test("waits for another git command that holds the index", async () => {
    await commitThere("theirs.txt");
    await writeFile(join(here, ".git", "index.lock"), "");
    expect((await lookHere()).result.failure).toMatchObject({ kind: "locked" });
  });

  test("tells a refusal of the server from a remote that moved", async () => {
    await writeFile(join(remote, "hooks", "pre-receive"), "#!/bin/sh\necho no >&2\nexit 1\n", {
      mode: 0o755,
    });
    await scratch.commit(here, "new.txt");
    expect((await lookHere()).result.failure).toMatchObject({ kind: "refused" });
  });

  test("works on the repository that it was given, whatever GIT_DIR says", async () => {
    const decoy = await scratch.clone(remote, "decoy");
    scratch.env["GIT_DIR"] = join(decoy, ".git");
    scratch.env["GIT_WORK_TREE"] = decoy;
    scratch.env["GIT_INDEX_FILE"] = join(decoy, ".git", "index");
    const before = await readFile(join(decoy, ".git", "index"));
    const theirs = await commitElsewhere();
    expect((await lookHere()).result).toMatchObject({ state: "up-to-date", pulled: 1 });
    expect(await readFile(join(decoy, ".git", "index"))).toEqual(before);
    for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"]) delete scratch.env[name];
    expect(await head(here)).toBe(theirs);
    expect(await head(decoy)).not.toBe(theirs);
  });

  async function commitElsewhere(): Promise<string> {
    const saved = { ...scratch.env };
    for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"]) delete scratch.env[name];
    const commit = await commitThere("theirs.txt");
    Object.assign(scratch.env, saved);
    return commit;
  }

  test("stays quiet in a folder inside the repository", async () => {
    await mkdir(join(here, "sub"));
    const located = await locate(
      openGit({ env: scratch.env, log }, absolutePath(join(here, "sub"))),
    );
    expect(located).toMatchObject({ kind: "repository", place: { root: here } });
  });
});
