import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { InputError } from "../../src/errors.ts";
import { needsClone } from "../../src/headless/clone-target.ts";
import { Cloner } from "../../src/headless/cloner.ts";
import { openStaging } from "../../src/headless/staging.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

let scratch: Scratch;
let remote: AbsolutePath;
let target: AbsolutePath;
let log: ReturnType<typeof memoryLog>;

beforeEach(async () => {
  scratch = await makeScratch("clone");
  remote = await scratch.remote();
  target = scratch.path("data", "notes");
  log = memoryLog();
});

afterEach(() => scratch.remove());

const door = () => ({ env: scratch.env, log: log.log });

const cloner = (url: string, differs: { branch?: string; clock?: FakeClock } = {}) =>
  new Cloner(
    { door: door(), clock: differs.clock ?? systemClock, random: () => 0.5 },
    { url, target, branch: differs.branch },
  );

/** Waits for a condition, never for a time. */
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

const events = () => log.events.map(({ event }) => event);
const contents = async () => (await readdir(target)).toSorted();

describe("cloning", () => {
  test("brings a repository whose branch follows the remote, and leaves nothing else", async () => {
    expect(await needsClone(door(), target, `file://${remote}`)).toBe(true);
    expect(await cloner(`file://${remote}`).run()).toBe(true);
    expect(await contents()).toEqual([".git", "README.md"]);
    expect(await scratch.git(target, "status", "--short", "--branch")).toBe(
      "## main...origin/main",
    );
    expect(await scratch.git(target, "config", "remote.origin.url")).toBe(`file://${remote}`);
    expect(await scratch.git(target, "fsck")).toBe("");
    expect(events()).toEqual(["clone.started", "clone.finished"]);
  });

  test("works in an empty folder that cannot be replaced, as a mounted volume", async () => {
    await mkdir(target, { recursive: true });
    const { ino } = await stat(target);
    expect(await cloner(`file://${remote}`).run()).toBe(true);
    expect((await stat(target)).ino).toBe(ino);
  });

  test("checks out the branch that was named", async () => {
    const seed = await scratch.clone(remote, "seed");
    await scratch.git(seed, "switch", "--quiet", "-c", "other/branch");
    await scratch.commit(seed, "other.txt");
    await scratch.git(seed, "push", "--quiet", "origin", "other/branch");
    expect(await cloner(`file://${remote}`, { branch: "other/branch" }).run()).toBe(true);
    expect(await scratch.git(target, "symbolic-ref", "HEAD")).toBe("refs/heads/other/branch");
    expect(await contents()).toContain("other.txt");
  });

  test("runs no hook of a template", async () => {
    const hooks = scratch.path("template", "hooks");
    await mkdir(hooks, { recursive: true });
    await writeFile(join(hooks, "post-checkout"), `#!/bin/sh\ntouch ${scratch.path("ran")}\n`);
    await chmod(join(hooks, "post-checkout"), 0o755);
    await scratch.git(
      scratch.root,
      "config",
      "--global",
      "init.templateDir",
      scratch.path("template"),
    );
    expect(await cloner(`file://${remote}`).run()).toBe(true);
    expect(existsSync(join(target, ".git", "hooks", "post-checkout"))).toBe(true);
    expect(existsSync(scratch.path("ran"))).toBe(false);
  });
});

describe("a clone that does not succeed", () => {
  test("is tried again, ever later, until the remote is there", async () => {
    const clock = new FakeClock();
    const late = scratch.path("late.git");
    const running = cloner(`file://${late}`, { clock });
    const done = running.run();
    await eventually(() => expect(running.failure?.kind).toBe("not-found"));
    expect(existsSync(target)).toBe(false);
    await scratch.git(scratch.root, "clone", "--quiet", "--bare", remote, late);
    running.wake();
    expect(await done).toBe(true);
    expect(events().filter((event) => event.startsWith("clone."))).toEqual([
      "clone.started",
      "clone.failed",
      "clone.started",
      "clone.finished",
    ]);
  });

  test("leaves an empty folder empty", async () => {
    await mkdir(target, { recursive: true });
    const running = cloner(`file://${scratch.path("nowhere.git")}`);
    const done = running.run();
    await eventually(() => expect(running.failure).not.toBeNull());
    expect(await contents()).toEqual([]);
    running.stop();
    expect(await done).toBe(false);
  });

  test("ends at once when told to, in the middle of a silent server, and leaves nothing", async () => {
    const silent = createServer();
    await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
    const address = silent.address();
    const port = typeof address === "object" ? address?.port : 0;
    const connected = new Promise((resolve) => silent.once("connection", resolve));
    const running = cloner(`http://127.0.0.1:${port}/notes.git`);
    const done = running.run();
    await connected;
    running.stop();
    expect(await done).toBe(false);
    expect(existsSync(target)).toBe(false);
    silent.close();
  });
});

describe("what a killed process left", () => {
  test("of a clone that grew is taken away", async () => {
    const growing = join(target, ".hookline-clone-0123456789ab", "growing");
    await mkdir(growing, { recursive: true });
    await writeFile(join(growing, "half"), "half");
    expect(await needsClone(door(), target, `file://${remote}`)).toBe(true);
    expect(await contents()).toEqual([]);
  });

  test("of a clone that was whole is finished, from any point", async () => {
    for (const moved of [[], ["README.md"], ["README.md", ".git"]]) {
      const folder = scratch.path(`target-${moved.length}`);
      const staging = join(folder, ".hookline-clone-0123456789ab");
      await mkdir(staging, { recursive: true });
      await scratch.git(
        scratch.root,
        "clone",
        "--quiet",
        `file://${remote}`,
        join(staging, "whole"),
      );
      for (const name of moved) await rename(join(staging, "whole", name), join(folder, name));
      expect(await needsClone(door(), folder, `file://${remote}`)).toBe(false);
      expect((await readdir(folder)).toSorted()).toEqual([".git", "README.md"]);
      expect(await scratch.git(folder, "status", "--short")).toBe("");
    }
  });

  test("becomes no repository where somebody put a file in its place, and that file stays", async () => {
    const staging = join(target, ".hookline-clone-0123456789ab");
    await mkdir(staging, { recursive: true });
    await scratch.git(scratch.root, "clone", "--quiet", `file://${remote}`, join(staging, "whole"));
    await writeFile(join(target, "README.md"), "mine");
    await expect(needsClone(door(), target, `file://${remote}`)).rejects.toThrow("appeared");
    expect(await readFile(join(target, "README.md"), "utf8")).toBe("mine");
    expect(existsSync(join(target, ".git"))).toBe(false);
  });

  test("is left alone while its process lives", async () => {
    const staging = await openStaging(target);
    await mkdir(staging.growing);
    expect(await needsClone(door(), target, `file://${remote}`)).toBe(true);
    expect(existsSync(staging.growing)).toBe(true);
    await staging.remove();
    expect(existsSync(target)).toBe(false);
  });
});

describe("a folder that holds something", () => {
  test("is used when it is a clone of that repository", async () => {
    await scratch.git(scratch.root, "clone", "--quiet", `file://${remote}`, target);
    expect(await needsClone(door(), target, `file://${remote}/`)).toBe(false);
    expect(await needsClone(door(), target, null)).toBe(false);
  });

  test("is refused when it is a clone of another", async () => {
    const other = await scratch.remote("other.git");
    await scratch.git(scratch.root, "clone", "--quiet", `file://${other}`, target);
    await expect(needsClone(door(), target, `file://${remote}`)).rejects.toMatchObject({
      code: "another-repository",
    });
  });

  test.each([
    ["files", async (folder: string) => writeFile(join(folder, "important.txt"), "mine")],
    [
      "files of the repository around it",
      async (folder: string) => {
        await scratch.git(scratch.root, "init", "--quiet", ".");
        await writeFile(join(folder, "important.txt"), "mine");
      },
    ],
  ])("is refused when it holds %s, and nothing is touched", async (_what, fill) => {
    await mkdir(target, { recursive: true });
    await fill(target);
    const refused = await needsClone(door(), target, `file://${remote}`).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(InputError);
    expect(refused).toMatchObject({ code: "not-empty" });
    expect(await readFile(join(target, "important.txt"), "utf8")).toBe("mine");
  });

  test("is refused where a repository must be there already", async () => {
    await expect(needsClone(door(), target, null)).rejects.toMatchObject({
      code: "not-a-repository",
      hint: expect.stringContaining("--clone"),
    });
  });
});
