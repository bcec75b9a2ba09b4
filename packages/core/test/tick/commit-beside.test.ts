import { spawn } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { commitPaths } from "../../src/tick/commit-paths.ts";
import { A_TICK, type CommitScratch, makeCommitScratch } from "./a-commit-scratch.ts";

let scratch: CommitScratch;
let here$: CommitScratch["here$"];
let commitHere: CommitScratch["commitHere"];

beforeEach(async () => {
  scratch = await makeCommitScratch("commit-beside");
  ({ here$, commitHere } = scratch);
  await put("state/kept.txt", "kept\n");
  await put("other/work.txt", "work\n");
  await here$("add", "-A");
  await here$("commit", "--quiet", "-m", "Begin");
});

afterEach(() => scratch.remove());

async function put(file: string, text: string): Promise<void> {
  const path = join(scratch.here, file);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
}

const status = () => here$("status", "--porcelain");
const head = () => here$("rev-parse", "HEAD");

describe("a commit of given paths, beside somebody at work", () => {
  test("never moves HEAD under a commit whose editor is open", async () => {
    await put("other/work.txt", "edited\n");
    await here$("add", "other/work.txt");
    const editor = scratch.path("editor");
    await writeFile(
      editor,
      `#!/bin/sh\necho Mine > "$1"\ntouch ${scratch.path("open")}\nwhile [ -e ${scratch.path("open")} ] && [ ! -e ${scratch.path("close")} ]; do sleep 0.05; done\n`,
      { mode: 0o755 },
    );
    const commit = spawn("git", ["commit", "--quiet"], {
      cwd: scratch.here,
      env: { ...scratch.env, GIT_EDITOR: editor },
      stdio: "ignore",
    });
    const ended = new Promise<number | null>((resolve) => void commit.once("exit", resolve));
    await vi.waitFor(() => readFile(scratch.path("open")));
    await put("state/new.txt", "new\n");
    const before = await head();
    expect(await commitHere()).toMatchObject({ kind: "failed", failure: { kind: "locked" } });
    expect(await head()).toBe(before);
    await writeFile(scratch.path("close"), "");
    expect(await ended).toBe(0);
    expect(await here$("log", "-1", "--format=%s")).toBe("Mine");
    expect(await commitHere()).toMatchObject({ kind: "committed", files: 1 });
  });

  test("waits for whoever holds the index, and goes on from there", async () => {
    await put("state/new.txt", "new\n");
    await put(".git/index.lock", "");
    const before = await head();
    expect(await commitHere()).toMatchObject({ kind: "failed", failure: { kind: "locked" } });
    expect(await head()).toBe(before);
    await rm(scratch.path("here", ".git", "index.lock"));
    expect(await commitHere()).toMatchObject({ kind: "committed" });
  });

  test("refuses when the branch moved meanwhile, and keeps both works", async () => {
    await put("state/new.txt", "new\n");
    let theirs = "";
    const tools = await scratch.tools((git) => async (command) => {
      if (command.verb === "update-ref") {
        await here$("commit", "--quiet", "--allow-empty", "-m", "Theirs");
        theirs = await head();
      }
      return git(command);
    });
    expect(await commitPaths(tools, A_TICK)).toMatchObject({ kind: "failed" });
    expect(await head()).toBe(theirs);
    expect(await status()).toBe("?? state/new.txt");
    expect(await commitHere()).toMatchObject({ kind: "committed", files: 1 });
    expect(await here$("rev-parse", "HEAD^")).toBe(theirs);
  });

  test("commits to the branch it saw, not to the one that was switched to", async () => {
    await put("state/new.txt", "new\n");
    const tools = await scratch.tools((git) => async (command) => {
      if (command.verb === "update-ref") await here$("switch", "--quiet", "-c", "side");
      return git(command);
    });
    const before = await head();
    expect(await commitPaths(tools, A_TICK)).toMatchObject({ kind: "committed" });
    expect(await here$("rev-parse", "side")).toBe(before);
    expect(await here$("rev-parse", "main^")).toBe(before);
    expect(await status()).toBe("?? state/new.txt");
  });

  test("leaves what was staged between the commit and the index", async () => {
    await put("state/kept.txt", "ours\n");
    const tools = await scratch.tools((git) => async (command) => {
      const exit = await git(command);
      if (command.verb === "update-ref") {
        await put("state/kept.txt", "theirs\n");
        await here$("add", "state/kept.txt");
      }
      return exit;
    });
    expect(await commitPaths(tools, A_TICK)).toMatchObject({ kind: "committed" });
    expect(await here$("show", ":state/kept.txt")).toBe("theirs");
    expect(await here$("show", "HEAD:state/kept.txt")).toBe("ours");
  });
});
