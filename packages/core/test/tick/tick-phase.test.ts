import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { locate } from "../../src/git/locate.ts";
import { openGit } from "../../src/git/run-git.ts";
import { openStore } from "../../src/store/open-store.ts";
import { OperationLog } from "../../src/store/operation-log.ts";
import type { Store } from "../../src/store/store.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { type TickReport, type TickWant, tickPhase } from "../../src/tick/tick-phase.ts";

let scratch: Scratch;
let here: AbsolutePath;
let store: Store;
let log: ReturnType<typeof memoryLog>;

beforeEach(async () => {
  scratch = await makeScratch("tick");
  log = memoryLog();
  ({ store } = openStore(scratch.path("test.db"), systemClock, log.log));
  here = await scratch.clone(await scratch.remote(), "here");
});

afterEach(async () => {
  store.close();
  await scratch.remove();
});

const here$ = (...args: string[]) => scratch.git(here, ...args);
const setGlobal = (key: string, value: string) => here$("config", "--global", key, value);
const file = (...names: string[]) => join(here, ...names);
const subject = () => here$("log", "-1", "--format=%s");

async function tick(
  wants: readonly TickWant[] = ["tick"],
  signal?: AbortSignal,
): Promise<TickReport> {
  const door = { env: scratch.env, log: log.log };
  const located = await locate(openGit(door, here));
  if (located.kind !== "repository") throw new Error(located.kind);
  return tickPhase(
    { door, clock: systemClock, operations: new OperationLog(store, systemClock) },
    {
      place: located.place,
      wants: new Set(wants),
      signal: signal ?? new AbortController().signal,
    },
  );
}

describe("a tick", () => {
  beforeEach(async () => {
    await setGlobal("hookline.tickPath", "state/");
    await setGlobal("hookline.tickMessage", "tick");
  });

  const command = (script: string) =>
    setGlobal("hookline.tickCommand", `sh -c "mkdir -p state; ${script}"`);

  test("runs its command, then commits its paths and nothing else", async () => {
    await command("date > state/now; echo loose > loose; env > state/env");
    expect(await tick()).toEqual({ hold: null, failure: null, files: 2, warnings: [] });
    expect(await subject()).toBe("tick");
    expect(await here$("status", "--porcelain")).toBe("?? loose");
    const env = await readFile(file("state", "env"), "utf8");
    expect(env).toContain(`HOOKLINE_REPOSITORY=${here}\n`);
    expect(env).toContain("HOOKLINE_OCCASION=tick\n");
  });

  test("commits what is there without a command", async () => {
    await mkdir(file("state"));
    await writeFile(file("state", "a"), "a");
    expect(await tick()).toMatchObject({ files: 1 });
    expect(await tick()).toMatchObject({ files: 0, failure: null });
  });

  test("commits nothing of what a failed command changed, until it succeeds", async () => {
    await command("echo half > state/a; echo out of luck >&2; exit 7");
    expect(await tick()).toMatchObject({
      failure: { kind: "command", detail: "it ended with code 7: out of luck" },
      files: 0,
    });
    expect(await here$("rev-list", "--count", "HEAD")).toBe("1");
    expect(log.events.filter(({ event }) => event === "command.failed")).toHaveLength(1);
    await command("echo whole > state/a");
    expect(await tick()).toMatchObject({ failure: null, files: 1 });
    expect(await here$("show", "HEAD:state/a")).toBe("whole");
  });

  test("ends a command that takes too long, and says so", async () => {
    await setGlobal("hookline.commandDeadline", "1s");
    await setGlobal("hookline.tickCommand", "sleep 1000");
    expect(await tick()).toMatchObject({
      failure: { kind: "command", detail: "it did not end within 1 s" },
    });
  });

  test("is stopped with the agent, which is no failure of the command", async () => {
    await setGlobal("hookline.tickCommand", "sleep 1000");
    expect(await tick(["tick"], AbortSignal.timeout(200))).toMatchObject({
      failure: { kind: "stopped" },
    });
  });

  test("does not run a command of the repository that nobody trusts, and commits all the same", async () => {
    await here$("config", "hookline.tickCommand", `touch ${scratch.path("mark")}`);
    await mkdir(file("state"));
    await writeFile(file("state", "a"), "a");
    expect(await tick()).toMatchObject({ failure: null, files: 1 });
    await expect(access(scratch.path("mark"))).rejects.toThrow("ENOENT");
  });

  test("does not run a command whose quotes do not match", async () => {
    await setGlobal("hookline.tickCommand", `touch ${scratch.path("mark")} 'x`);
    expect(await tick()).toMatchObject({ failure: null });
    await expect(access(scratch.path("mark"))).rejects.toThrow("ENOENT");
  });

  test.each<readonly [string, readonly (readonly string[])[], string]>([
    ["paused", [["config", "hookline.paused", "true"]], "paused"],
    ["at a detached HEAD", [["switch", "--quiet", "--detach"]], "detached"],
    ["before the first commit", [["switch", "--quiet", "--orphan", "fresh"]], "unborn"],
    ["during a bisect", [["bisect", "start"]], "bisect"],
    ["during a merge", [["merge", "--no-ff", "--no-commit", "side"]], "merge"],
    ["during a revert", [["revert", "--no-commit", "side"]], "revert"],
  ])("holds %s, and runs nothing", async (_, commands, hold) => {
    await here$("switch", "--quiet", "-c", "side");
    await scratch.commit(here, "side.txt");
    await here$("switch", "--quiet", "main");
    if (hold === "revert") await here$("merge", "--quiet", "side");
    for (const words of commands) await here$(...words);
    if (hold === "revert")
      await writeFile(file(".git", "REVERT_HEAD"), await here$("rev-parse", "HEAD"));
    await setGlobal("hookline.tickCommand", `touch ${scratch.path("mark")}`);
    const before = await here$("for-each-ref");
    expect(await tick()).toEqual({ hold, failure: null, files: 0, warnings: [] });
    expect(await here$("for-each-ref")).toBe(before);
    await expect(access(scratch.path("mark"))).rejects.toThrow("ENOENT");
  });

  test("holds during a rebase that began while its command ran", async () => {
    await command("echo x > state/a; mkdir .git/rebase-merge");
    expect(await tick()).toMatchObject({ hold: "rebase", files: 0 });
    expect(await here$("rev-list", "--count", "HEAD")).toBe("1");
  });

  test("commits on a branch that follows nothing", async () => {
    await here$("switch", "--quiet", "-c", "mine");
    await command("echo x > state/a");
    expect(await tick()).toMatchObject({ hold: null, files: 1 });
  });

  test("commits nothing where the repository's own filters are not trusted", async () => {
    await writeFile(file(".gitattributes"), "state/* filter=crypt\n");
    await here$("config", "filter.crypt.clean", "tr a-z n-za-m");
    await command("echo secret > state/a");
    const report = await tick();
    expect(report).toMatchObject({ files: 0, failure: null });
    expect(report.warnings).toEqual([expect.stringContaining("hookline trust")]);
    expect(await here$("rev-list", "--count", "HEAD")).toBe("1");
  });
});

describe("an automatic commit", () => {
  test("takes everything that changed, only where it is set", async () => {
    await writeFile(file("a.txt"), "a\n");
    expect(await tick(["files"])).toMatchObject({ files: 0 });
    await setGlobal("hookline.autoCommit", "true");
    await setGlobal("hookline.autoCommitMessage", "auto: {count} on {branch}");
    expect(await tick(["files"])).toMatchObject({ files: 1 });
    expect(await subject()).toBe("auto: 1 on main");
  });

  test("never takes the marks of a conflict", async () => {
    await setGlobal("hookline.autoCommit", "true");
    await here$("switch", "--quiet", "-c", "side");
    await scratch.commit(here, "README.md", "side\n");
    await here$("switch", "--quiet", "main");
    await scratch.commit(here, "README.md", "main\n");
    await here$("merge", "side").catch(() => undefined);
    expect(await readFile(file("README.md"), "utf8")).toContain("<<<<<<<");
    expect(await tick(["files"])).toMatchObject({ hold: "merge", files: 0 });
  });
});
