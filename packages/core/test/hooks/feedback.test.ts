import { mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { absolutePath } from "../../src/decide/brands.ts";
import { aHookedAgent, eventually, type HookedAgent } from "./a-hooked-agent.ts";

const LARGE = "[Hookline] Large commit detected. Syncing in background...\n";
const BACKGROUND = "[Hookline] Syncing in background...\n";
const FAILED = "[Hookline Warning] Sync failed - queuing for retry\n";

let it: HookedAgent;
afterEach(() => it.end());

const git = (...args: string[]) => it.scratch.git(it.here, ...args);
const tip = () => it.scratch.git(it.remote, "rev-parse", "refs/heads/main");
const lookCount = async () => (await it.logged("look.started")).length;

/** Commits some files at once. */
async function commitFiles(count: number, folder = "many"): Promise<void> {
  await mkdir(join(it.here, folder), { recursive: true });
  const names = Array.from({ length: count }, (_unused, index) => join(folder, `${index}.txt`));
  await Promise.all(names.map((name) => writeFile(join(it.here, name), `${name}\n`)));
  await git("add", "--all");
  await git("commit", "--quiet", "-m", `${count} files`);
}

describe("a hook that asks", () => {
  test("hears that its commit was synced, with its files, where to and how fast", async () => {
    it = await aHookedAgent();
    await it.inSync();
    const { text, exitCode } = await it.after("post-commit", () => commitFiles(3));
    expect(text).toMatch(/^\[Hookline\] Synced 3 files to origin\/main in \d\.\d s\n$/);
    expect(exitCode).toBe(0);
    expect(await tip()).toBe(await git("rev-parse", "HEAD"));
  });

  test("hears it of the first commit of all, of an empty one, and of a merge by its own branch", async () => {
    it = await aHookedAgent();
    await it.inSync();
    const seed = await it.scratch.git(it.here, "rev-list", "--max-parents=0", "HEAD");
    await git("switch", "--quiet", "--orphan", "fresh");
    await commitFiles(4);
    await git("push", "--quiet", "-u", "origin", "fresh");
    await it.record("post-commit", "9-9");
    const first = await it.post("/v1/feedback", { id: "9-9", waitMs: 2000 });
    expect(first.text).toContain("Synced 4 files to origin/fresh in");
    const empty = () => git("commit", "--quiet", "--allow-empty", "-m", "nothing");
    expect((await it.after("post-commit", empty)).text).toContain("Synced to origin/fresh in");
    await git("switch", "--quiet", "main");
    await git("switch", "--quiet", "-c", "side", seed);
    await commitFiles(2, "side");
    await git("switch", "--quiet", "main");
    await commitFiles(1, "main");
    await git("merge", "--quiet", "--no-edit", "--no-commit", "side");
    const merged = await it.after("post-commit", () => git("commit", "--quiet", "--no-edit"));
    expect(merged.text).toContain("Synced 2 files to origin/main in");
  });

  test("hears at once of a large commit, by its files", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await it.closeGate();
    expect((await it.after("post-commit", () => commitFiles(11))).text).toBe(LARGE);
    await it.openGate();
    await it.inSync();
    expect(await tip()).toBe(await git("rev-parse", "HEAD"));
  });

  test("waits for a commit of just as many files as it may have", async () => {
    it = await aHookedAgent((scratch, here) =>
      scratch.git(here, "config", "hookline.asyncFiles", "2"),
    );
    await it.inSync();
    expect((await it.after("post-commit", () => commitFiles(2, "two"))).text).toContain(
      "Synced 2 files",
    );
    await it.closeGate();
    expect((await it.after("post-commit", () => commitFiles(3, "three"))).text).toBe(LARGE);
  });

  test("hears at once of a commit that will take long, by the syncs before", async () => {
    it = await aHookedAgent((scratch, here) =>
      scratch.git(here, "config", "hookline.asyncMs", "0"),
    );
    await it.inSync();
    expect((await it.after("post-commit", () => commitFiles(1, "one"))).text).toContain(
      "Synced 1 file ",
    );
    await it.closeGate();
    expect((await it.after("post-commit", () => commitFiles(1, "another"))).text).toBe(LARGE);
  });

  test("hears what the settings say, of an agent that has not looked yet", async () => {
    const prepare = async (scratch: HookedAgent["scratch"], here: string) => {
      await scratch.git(here, "config", "hookline.asyncFiles", "2");
      await scratch.git(here, "commit", "--quiet", "--allow-empty", "-m", "before");
    };
    it = await aHookedAgent(prepare, { drains: true });
    await it.closeGate();
    expect((await it.after("post-commit", () => commitFiles(3))).text).toBe(LARGE);
  });

  test("hears before its time has passed that the sync goes on in the background", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await it.closeGate();
    expect((await it.after("post-commit", () => commitFiles(1), 250)).text).toBe(BACKGROUND);
    await it.openGate();
    await it.inSync();
    expect(await tip()).toBe(await git("rev-parse", "HEAD"));
  });

  test("hears that the remote refused, and the commit waits for its next try", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await mkdir(join(it.remote, "hooks"), { recursive: true });
    await writeFile(join(it.remote, "hooks", "pre-receive"), "#!/bin/sh\nexit 1\n", {
      mode: 0o755,
    });
    expect((await it.after("post-commit", () => commitFiles(1))).text).toBe(FAILED);
    expect(it.agent.status().queue).toMatchObject({ dead: 1 });
  });

  test("hears that the remote is away", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await rename(it.remote, `${it.remote}.away`);
    expect((await it.after("post-commit", () => commitFiles(1))).text).toBe(FAILED);
    await rename(`${it.remote}.away`, it.remote);
  });

  test("hears why nothing was synced", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await git("switch", "--quiet", "-c", "mine");
    expect((await it.after("post-commit", () => commitFiles(1, "mine"))).text).toBe(
      "[Hookline] Not synced: the branch follows no branch of a remote\n",
    );
    await git("switch", "--quiet", "--detach");
    expect((await it.after("post-commit", () => commitFiles(1, "nowhere"))).text).toBe(
      "[Hookline] Not synced: HEAD is detached\n",
    );
  });

  test("hears that the remote's history took the place of its commit", async () => {
    it = await aHookedAgent();
    await it.inSync();
    const there = await it.scratch.clone(it.remote, "there");
    await it.scratch.commit(there, "theirs.txt");
    await it.scratch.git(there, "push", "--quiet");
    expect((await it.after("post-commit", () => commitFiles(1))).text).toBe(
      "[Hookline Warning] The remote's history took the place of yours, which is kept: `hookline rescue list`\n",
    );
  });

  test("hears nothing where syncing is paused, of no repository of ours, and of an unknown record", async () => {
    it = await aHookedAgent((scratch, here) =>
      scratch.git(here, "config", "hookline.paused", "true"),
    );
    await eventually(() => expect(it.agent.status().repositories[0]?.hold?.reason).toBe("paused"));
    expect(await it.after("post-commit", () => commitFiles(1))).toMatchObject({
      text: "",
      exitCode: 0,
    });
    await it.record("post-commit", "3-5", await it.scratch.clone(it.remote, "other"));
    expect(await it.post("/v1/feedback", { id: "3-5", waitMs: 2000 })).toMatchObject({ text: "" });
    expect(await it.post("/v1/feedback", { id: "4-5", waitMs: 2000 })).toMatchObject({ text: "" });
  });

  test("hears nothing of a pull, and of a merge what it sent", async () => {
    it = await aHookedAgent();
    await it.inSync();
    const there = await it.scratch.clone(it.remote, "there");
    for (let file = 0; file < 12; file += 1) await it.scratch.commit(there, `theirs-${file}.txt`);
    await it.scratch.git(there, "push", "--quiet");
    const pull = () => git("pull", "--quiet", "--ff-only");
    expect((await it.after("post-merge", pull)).text).toBe("");
    await git("switch", "--quiet", "-c", "side");
    await commitFiles(2, "side");
    await commitFiles(1, "more");
    await git("switch", "--quiet", "main");
    const merge = () => git("merge", "--quiet", "--no-ff", "--no-edit", "side");
    // Counted beside the look, which may have pushed by then.
    expect((await it.after("post-merge", merge)).text).toMatch(
      /Synced (?:3 files )?to origin\/main in/,
    );
    await git("switch", "--quiet", "-c", "large");
    for (const folder of ["a", "b"]) await commitFiles(6, folder);
    await git("switch", "--quiet", "main");
    await it.closeGate();
    const mergeLarge = () => git("merge", "--quiet", "--ff-only", "large");
    expect((await it.after("post-merge", mergeLarge)).text).toBe(LARGE);
  });

  test("is answered for the look that covers its commit, not for one that had begun", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await it.closeGate();
    const first = it.after("post-commit", () => commitFiles(1, "first"));
    const reached = `${it.scratch.path("gate")}.reached`;
    await eventually(() => it.scratch.git(it.here, "hash-object", reached));
    const second = it.after("post-commit", () => commitFiles(2, "second"));
    await eventually(async () => expect(await it.logged("spool.drained")).toHaveLength(2));
    await it.openGate();
    expect((await first).text).toMatch(/Synced \d files? to origin\/main in/);
    expect((await second).text).toMatch(/Synced 2 files to origin\/main in/);
    expect(await tip()).toBe(await git("rev-parse", "HEAD"));
  });

  test("counts a commit as synced that another look had pushed", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await commitFiles(2);
    await eventually(async () => expect(await tip()).toBe(await git("rev-parse", "HEAD")));
    await it.inSync();
    // More than once: the first may be covered by a look of its own making, the last by no other.
    for (const id of ["8-1", "8-2", "8-3"]) {
      await it.record("post-commit", id);
      const { text } = await it.post("/v1/feedback", { id, waitMs: 2000 });
      expect(text).toMatch(/Synced 2 files to origin\/main in \d\.\d s/);
    }
  });

  test("has a name of a branch that can hurt no terminal", async () => {
    it = await aHookedAgent();
    await it.inSync();
    const name = `x\u202e${"long-".repeat(40)}`;
    await git("switch", "--quiet", "-c", name);
    await git("push", "--quiet", "-u", "origin", name);
    const { text } = await it.after("post-commit", () => commitFiles(1));
    expect(text).toMatch(/^\[Hookline\] Synced 1 file to origin\/x\?(?:long-)+\w*… in \d\.\d s\n$/);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(201);
  });
});

describe("hooks=false", () => {
  test("its records are dropped, and nothing is looked at", async () => {
    it = await aHookedAgent((scratch, here) =>
      scratch.git(here, "config", "hookline.hooks", "false"),
    );
    await it.inSync();
    const before = await lookCount();
    await it.record("post-commit", "5-5");
    expect((await it.post("/v1/feedback", { id: "5-5", waitMs: 2000 })).text).toBe("");
    expect(await it.logged("spool.drained")).toHaveLength(1);
    expect(await lookCount()).toBe(before);
  });
});

test("a repository is found through a link to its folder", async () => {
  it = await aHookedAgent();
  await it.inSync();
  const link = absolutePath(it.scratch.path("link"));
  await symlink(it.here, link);
  await commitFiles(1);
  await it.record("post-commit", "6-6", link);
  const { text } = await it.post("/v1/feedback", { id: "6-6", waitMs: 2000 });
  expect(text).toContain("Synced 1 file");
});
