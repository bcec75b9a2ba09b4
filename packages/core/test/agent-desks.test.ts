import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AbsolutePath } from "../src/decide/brands.ts";
import type { Scratch } from "../src/testing/scratch.ts";
import { type Desk, openDesk } from "./a-desk.ts";

/*
 * What a dashboard asks of a real agent about a repository whose sides moved apart: settings, pauses,
 * previews, rescues and the timeline.
 */
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
const status = () => desk.repository();
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 60_000, interval: 20 });
const config = (...args: string[]) => scratch.git(here, "config", ...args).catch(() => "");

async function moveApart(): Promise<void> {
  await ask("pause", { repository: here, pause: { kind: "until-resumed" } });
  await scratch.commit(here, "ours.txt");
  await scratch.commit(there, "theirs.txt");
  await scratch.git(there, "push", "--quiet");
}

describe("settings", () => {
  const alpha = async () => {
    const { settings } = await ask("settings", { repository: here });
    return settings.find(({ name }) => name === "alpha");
  };

  test("are told with their origin, and a change counts at once", async () => {
    expect(await alpha()).toMatchObject({ shown: "false", origin: "default", fixed: null });
    await ask("writeSetting", { repository: here, name: "alpha", value: "true" });
    expect(await alpha()).toMatchObject({ shown: "true", origin: ".git/config" });
    await eventually(() => expect(status()?.alpha).toBe(true));
    await ask("writeSetting", { repository: here, name: "alpha", value: "false" });
    expect(await config("--local", "hookline.alpha")).toBe("");
  });

  test("of one repository outvote those for all", async () => {
    await ask("writeSetting", { repository: null, name: "alpha", value: "true" });
    await ask("writeSetting", { repository: here, name: "alpha", value: "false" });
    expect(await alpha()).toMatchObject({ shown: "false", origin: ".git/config" });
  });

  test("that are lists hold every line and nothing of before", async () => {
    await scratch.git(here, "config", "--global", "hookline.tickPath", "everywhere/");
    await ask("writeSetting", { repository: here, name: "tickPath", value: "a/\n\n b/" });
    const { settings } = await ask("settings", { repository: here });
    expect(settings.find(({ name }) => name === "tickPath")?.shown).toBe("a/, b/");
  });

  test.each([
    ["alpha", "perhaps", "wants true or false"],
    ["syncInterval", "1ms", "wants a duration from 5s to 1d"],
    ["syncIntervall", "1m", "There is no setting"],
    ["tickCommand", "rm -rf /", "It runs a program"],
    ["afterPull", "make", "It runs a program"],
  ])("%s = %s is refused, and nothing is written", async (name, value, says) => {
    const before = await readFile(join(here, ".git", "config"), "utf8");
    await expect(ask("writeSetting", { repository: here, name, value })).rejects.toThrow(says);
    expect(await readFile(join(here, ".git", "config"), "utf8")).toBe(before);
  });
});

describe("a pause", () => {
  test("until a time ends by itself", async () => {
    const soon = new Date(Date.now() + 1500).toISOString();
    await ask("pause", { repository: here, pause: { kind: "until", at: soon } });
    await look();
    expect(status()).toMatchObject({ paused: true, pausedUntil: soon });
    await eventually(async () => {
      await look();
      expect(status()).toMatchObject({ paused: false, pausedUntil: null });
    });
  });

  test("of everything leaves the pause of one repository alone", async () => {
    await ask("pause", { repository: here, pause: { kind: "until-resumed" } });
    await ask("pause", { repository: null, pause: { kind: "until-resumed" } });
    await ask("pause", { repository: null, pause: { kind: "resume" } });
    await look();
    expect(status()?.paused).toBe(true);
    await ask("pause", { repository: here, pause: { kind: "resume" } });
    await look();
    expect(status()?.paused).toBe(false);
  });
});

test("a preview tells what either mode would do to which commits", async () => {
  await moveApart();
  // Behind the agent's back: it would settle at once what is to be previewed.
  await scratch.git(here, "config", "hookline.paused", "false");
  const ours = { count: 1, newest: [{ subject: "Write ours.txt" }] };
  const theirs = { count: 1, newest: [{ subject: "Write theirs.txt" }] };
  const none = { count: 0 };
  expect(await ask("previews", { repository: here, alpha: true })).toMatchObject({
    previews: [{ state: "diverged", pushes: ours, replacesThere: theirs, replacesHere: none }],
  });
  expect(await ask("previews", { repository: here, alpha: false })).toMatchObject({
    previews: [{ state: "diverged", takes: theirs, replacesHere: ours, replacesThere: none }],
  });
});

describe("rescues", () => {
  beforeEach(async () => {
    await moveApart();
    await ask("pause", { repository: here, pause: { kind: "resume" } });
    await eventually(async () => {
      await look();
      expect(status()?.lastRescue?.rescued).toHaveLength(1);
    });
  });

  const only = async () => {
    const { rescues } = await ask("rescues", { repository: null });
    const [rescue] = rescues;
    if (rescue === undefined) throw new Error("there is no rescue");
    return rescue;
  };

  test("are listed, shown and given back as a branch", async () => {
    const { name, says, commits } = await only();
    expect({ says, commits }).toEqual({
      says: "main: 1 commit, kept before the remote's history took the place of yours.",
      commits: 1,
    });
    const shown = await ask("rescue", { repository: here, name });
    expect(shown).toMatchObject({ commits: [{ subject: "Write ours.txt" }], onlyHere: 1 });
    expect(shown.rescue.expiresAt).not.toBeNull();
    const restored = await ask("restoreRescue", {
      repository: here,
      name,
      as: { kind: "branch", branch: "mine" },
    });
    expect(restored).toMatchObject({ whole: true, branch: "mine" });
    expect(await scratch.git(here, "log", "-1", "--format=%s", "mine")).toBe("Write ours.txt");
  });

  test("show what their commits changed, together and each", async () => {
    const { name } = await only();
    const { commits } = await ask("rescue", { repository: here, name });
    const of = { kind: "commit", commit: commits[0]?.commit ?? "" } as const;
    for (const part of [{ kind: "commits" } as const, of]) {
      const { patch, cut } = await ask("rescuePatch", { repository: here, name, of: part });
      expect(patch).toContain("+++ b/ours.txt\n@@ -0,0 +1 @@\n+ours.txt\n");
      expect(patch).not.toContain("theirs.txt");
      expect(cut).toBe(false);
    }
  });

  test("show no commit of somebody else", async () => {
    const { name } = await only();
    const commit = await scratch.git(here, "rev-parse", "HEAD");
    const of = { kind: "commit", commit } as const;
    await expect(ask("rescuePatch", { repository: here, name, of })).rejects.toThrow("not in this");
  });

  test("give files back and overwrite nothing", async () => {
    const { name } = await only();
    await writeFile(join(here, "ours.txt"), "written since\n");
    const as = { kind: "files", paths: ["ours.txt"] } as const;
    const { lines } = await ask("restoreRescue", { repository: here, name, as });
    expect(lines.join("\n")).toContain("what stood there is now ours.txt.before-restore");
    expect(await readFile(join(here, "ours.txt"), "utf8")).toBe("ours.txt\n");
  });

  test("go when they are dropped, and are told when they are gone", async () => {
    const { name } = await only();
    await ask("dropRescue", { repository: here, name });
    expect((await ask("rescues", { repository: null })).rescues).toEqual([]);
    await expect(ask("rescue", { repository: here, name })).rejects.toThrow("any more");
  });

  test("stand in the timeline, between what was quiet", async () => {
    const { entries } = await ask("activity", {
      repository: here,
      since: "2020-01-01T00:00:00Z",
      until: null,
      most: 100,
      before: null,
    });
    const kinds = entries.map(({ kind }) => kind);
    expect(kinds).toContain("rescued");
    expect(kinds).toContain("held");
    expect(entries.find(({ kind }) => kind === "rescued")).toMatchObject({
      branch: "main",
      pulled: 1,
      rescued: [{ reason: "diverged", commits: 1 }],
    });
  });
});
