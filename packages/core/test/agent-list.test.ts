import { mkdir, rename, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AbsolutePath } from "../src/decide/brands.ts";
import type { PageRequest } from "../src/socket/page-routes.ts";
import type { Scratch } from "../src/testing/scratch.ts";
import { type Desk, openDesk } from "./a-desk.ts";

/* What a dashboard asks of a real agent about its list of repositories, folders, tasks and the log. */
let desk: Desk;
let scratch: Scratch;
let here: AbsolutePath;
let there: AbsolutePath;
let ask: Desk["ask"];

beforeEach(async () => {
  desk = await openDesk();
  ({ scratch, here, there, ask } = desk);
});

afterEach(() => desk.close());

const look = () => ask("looks", { repository: here, wait: true });

describe("the list of repositories", () => {
  test("takes one that can be synced, with its hooks, and lets it go again", async () => {
    expect(await ask("checkRepository", { path: there })).toMatchObject({
      path: there,
      verdict: "can-be-added",
      branch: "main",
      upstream: "origin/main",
    });
    expect(await ask("addRepository", { path: there })).toMatchObject({ changed: true });
    expect(desk.hooked).toEqual([there]);
    expect(desk.status().repositories.map(({ path }) => path)).toEqual([here, there]);
    expect((await ask("checkRepository", { path: there })).verdict).toBe("added-already");
    expect(await ask("removeRepository", { path: there })).toMatchObject({ changed: true });
    expect(desk.hooked).toEqual([]);
    expect(desk.status().repositories.map(({ path }) => path)).toEqual([here]);
  });

  test("keeps the hooks that another work tree of the same repository needs", async () => {
    await ask("addRepository", { path: there });
    await scratch.git(there, "worktree", "add", "--quiet", "-b", "side", scratch.path("side"));
    await scratch.git(scratch.path("side"), "branch", "--quiet", "-u", "origin/main");
    desk.breakHooks();
    await expect(ask("addRepository", { path: scratch.path("side") })).rejects.toThrow("mistake");
    expect(desk.hooked).toEqual([there]);
  });

  test("lets one go whose folder is a link by now", async () => {
    await ask("addRepository", { path: there });
    await rename(there, scratch.path("moved"));
    await symlink(scratch.path("moved"), there);
    expect(await ask("removeRepository", { path: there })).toMatchObject({ changed: true });
    expect(desk.status().repositories.map(({ path }) => path)).toEqual([here]);
  });

  test("stays as it was when the hooks cannot be installed", async () => {
    desk.breakHooks();
    await expect(ask("addRepository", { path: there })).rejects.toThrow("made a mistake");
    expect(desk.status().repositories).toHaveLength(1);
  });

  test.each([
    ["relative/path", "is no whole path"],
    ["/nowhere/at/all", "There is nothing at"],
  ])("refuses %s", async (path, says) => {
    await expect(ask("addRepository", { path })).rejects.toThrow(says);
  });

  test("shows what stands in the way of a folder", async () => {
    await mkdir(scratch.path("plain"));
    const reply = await ask("checkRepository", { path: scratch.path("plain") });
    expect(reply).toMatchObject({ verdict: "cannot-be-added", checks: [{ grade: "bad" }] });
  });

  test("offers folders to choose from", async () => {
    await mkdir(scratch.path(".hidden"));
    const { folders, parent } = await ask("folders", { path: scratch.root });
    expect(parent).not.toBeNull();
    expect(folders.at(-1)?.name).toBe(".hidden");
    expect(folders.find(({ name }) => name === "here")).toMatchObject({
      isRepository: true,
      isSynced: true,
    });
    await expect(ask("folders", { path: join(here, "README.md") })).rejects.toThrow(
      "cannot be read",
    );
  });
});

test("tasks are told with what they need to run", async () => {
  await scratch.git(here, "config", "hookline-task.words.command", "wc {file}");
  const { tasks } = await ask("tasks", { repository: here });
  expect(tasks).toMatchObject([{ name: "words", grade: "held", next: /hookline trust/ }]);
});

test("the log is read from its end, page by page, and on from there", async () => {
  const read = (from: PageRequest<"log">["from"], most = 3) =>
    ask("log", { most, from, level: "debug", repository: null, words: "" });
  const newest = await read({ kind: "newest" });
  expect(newest.lines).toHaveLength(3);
  const [first, , last] = newest.lines;
  const older = await read({ kind: "older", place: first?.place ?? "" }, 1000);
  expect(older.lines.at(-1)?.place).not.toBe(first?.place);
  expect(older.older).toBe(false);
  await look();
  const newer = await read({ kind: "newer", place: last?.place ?? "" }, 1000);
  expect(newer.lines.map(({ event }) => event)).toContain("look.rested");
  expect(newer.lines.map(({ place }) => place)).not.toContain(last?.place);
});
