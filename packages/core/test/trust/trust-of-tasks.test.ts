import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadSettings } from "../../src/config/load-settings.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { listConfig } from "../../src/git/config-list.ts";
import { openGit } from "../../src/git/run-git.ts";
import { loadTasks } from "../../src/tasks/load-tasks.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { listTrustedConfig } from "../../src/trust/list-trusted-config.ts";
import { listRunnable } from "../../src/trust/runnable.ts";
import { accept, revoke } from "../../src/trust/trusted-list.ts";

let scratch: Scratch;
let here: AbsolutePath;
const door = () => ({ env: scratch.env, log: memoryLog().log });
const set = (...args: string[]) => scratch.git(here, "config", ...args);

beforeEach(async () => {
  scratch = await makeScratch("trust-of-tasks");
  here = await scratch.clone(await scratch.remote(), "here");
  await set("hookline-task.Write docs.v2.command", "claude -p 'Document {file}'");
  await set("hookline-task.Write docs.v2.include", "*.ts");
});

afterEach(() => scratch.remove());

async function wanted() {
  const listed = await listConfig(openGit(door(), here));
  if (listed.kind === "failed") throw new Error("config");
  return listRunnable(listed.entries, here);
}

const acceptAll = async () => accept(door(), here, await wanted());

async function entries() {
  const listed = await listTrustedConfig(openGit(door(), here), here);
  if (listed.kind === "failed") throw new Error("config");
  return listed.entries;
}

const running = async () => loadTasks(await entries()).tasks.map(({ name }) => name);

describe("a task that a repository's own config sets", () => {
  test("is listed with all that it sets of it, and held", async () => {
    const [task, ...others] = await wanted();
    expect(others).toEqual([]);
    expect(task?.name).toBe("hookline-task.Write%20docs.v2");
    expect(task?.entries.map(({ key, value }) => [key, value])).toEqual([
      ["hookline-task.Write docs.v2.command", "claude -p 'Document {file}'"],
      ["hookline-task.Write docs.v2.include", "*.ts"],
    ]);
    expect(await running()).toEqual([]);
    const { problems } = loadSettings(await entries(), {});
    expect(problems.map(({ says }) => says)).toEqual([
      "hookline-task.Write docs.v2.command in .git/config does not run until you trust it: see `hookline trust`.",
    ]);
  });

  test("runs once it is accepted, and no longer when that is taken back", async () => {
    await acceptAll();
    expect(await running()).toEqual(["Write docs.v2"]);
    expect(loadSettings(await entries(), {}).problems).toEqual([]);
    expect(await revoke(door(), here)).toBe(1);
    expect(await running()).toEqual([]);
  });

  test.each([
    ["another command", ["hookline-task.Write docs.v2.command", "evil"]],
    ["other files", ["hookline-task.Write docs.v2.include", "*"]],
    ["more files", ["--add", "hookline-task.Write docs.v2.include", "*"]],
    ["another input", ["hookline-task.Write docs.v2.input", "stdin"]],
    ["another output", ["hookline-task.Write docs.v2.output", "x/{file}"]],
  ])("must be accepted again for %s", async (_, change) => {
    await acceptAll();
    await set(...change);
    expect(await running()).toEqual([]);
    await acceptAll();
    expect(await running()).toEqual(["Write docs.v2"]);
  });

  test("stays accepted while it is paused, and after", async () => {
    await acceptAll();
    await set("hookline-task.Write docs.v2.paused", "true");
    expect(loadTasks(await entries()).tasks).toMatchObject([{ paused: true }]);
    await set("--unset-all", "hookline-task.Write docs.v2.paused");
    expect(loadTasks(await entries()).tasks).toMatchObject([{ paused: false }]);
  });

  test("is accepted alone: another one with the same words is not", async () => {
    await acceptAll();
    await set("hookline-task.other.command", "claude -p 'Document {file}'");
    await set("hookline-task.other.include", "*.ts");
    expect(await running()).toEqual(["Write docs.v2"]);
  });

  test("outranks the user's own task of that name, which then waits as well", async () => {
    await set("--global", "hookline-task.Write docs.v2.command", "mine");
    expect(await running()).toEqual([]);
    await set("--unset-all", "hookline-task.Write docs.v2.command");
    expect(loadTasks(await entries()).tasks).toMatchObject([
      { words: ["mine"], include: ["*.ts"] },
    ]);
    expect(await wanted()).toEqual([]);
  });
});
