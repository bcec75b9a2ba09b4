import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AbsolutePath } from "../src/decide/brands.ts";
import { listConfig } from "../src/git/config-list.ts";
import { locate } from "../src/git/locate.ts";
import { readHead, readTips } from "../src/git/refs.ts";
import { type Git, openGit } from "../src/git/run-git.ts";
import type { AskHost } from "../src/sync/gated-port.ts";
import {
  fingerprintOf,
  isTracking,
  quietPoll,
  type RestingPlace,
  restingPlace,
  type TrackingFacts,
} from "../src/sync/quiet-poll.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

let scratch: Scratch;
let remote: AbsolutePath;
let here: AbsolutePath;
let verbs: string[];

beforeEach(async () => {
  scratch = await makeScratch("quiet");
  remote = await scratch.remote();
  here = await scratch.clone(remote, "here");
  verbs = [];
});

afterEach(() => scratch.remove());

const ask: AskHost = (_asked, call) => call();
const poll = (resting: RestingPlace) => quietPoll(resting, ask, new AbortController().signal);

/** Reads what a look would have read. */
async function read(): Promise<TrackingFacts> {
  const git = openGit({ env: scratch.env, log: memoryLog().log }, here);
  const [place, config, tips] = [await locate(git), await listConfig(git), await readTips(git)];
  if (place.kind !== "repository" || config.kind !== "listed" || tips.kind !== "read") {
    return expect.fail("the repository cannot be read");
  }
  const head = await readHead(git, tips.value, config.entries);
  if (head.kind !== "read") return expect.fail("HEAD cannot be read");
  const counting: Git = (command) => {
    verbs.push(command.verb);
    return git(command);
  };
  const facts = {
    config: config.entries,
    git: counting,
    gitDeadlineMs: 20_000,
    place: place.place,
    head: head.value,
  };
  return isTracking(facts) ? facts : expect.fail("the branch follows nothing");
}

/** Two looks that rest: the second one confirms what the first one read. */
async function rest(): Promise<RestingPlace> {
  const first = await restingPlace(await read(), null);
  return restingPlace(await read(), await fingerprintOf(first));
}

describe("a quiet poll", () => {
  test("asks the remote, once, and nobody else", async () => {
    const resting = await rest();
    expect(await poll(resting)).toEqual({ kind: "rested", resting: { ...resting, polls: 1 } });
    expect(verbs).toEqual(["ls-remote"]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ["a commit", () => scratch.commit(here, "new.txt")],
    ["another branch", () => scratch.git(here, "switch", "--quiet", "-c", "topic")],
    ["an amended commit", () => scratch.git(here, "commit", "--quiet", "--amend", "-m", "other")],
    ["packed refs", () => scratch.git(here, "pack-refs", "--all")],
    ["another upstream", () => scratch.git(here, "config", "branch.main.merge", "refs/heads/x")],
    ["a paused repository", () => scratch.git(here, "config", "hookline.paused", "true")],
    ["a user's setting", () => scratch.git(here, "config", "--global", "hookline.alpha", "true")],
    ["a merge that began", () => writeFile(join(here, ".git", "MERGE_HEAD"), "x")],
    ["a rebase that began", () => mkdir(join(here, ".git", "rebase-merge"))],
    [
      "a remote-tracking ref that moved",
      () => scratch.git(here, "update-ref", "-d", "refs/remotes/origin/main"),
    ],
    ["a folder that is gone", () => rm(here, { recursive: true })],
  ])("leaves %s to a look, and asks nobody", async (_name, change) => {
    const resting = await rest();
    await change();
    expect(await poll(resting)).toEqual({ kind: "look" });
    expect(verbs).toEqual([]);
  });

  test("sees a commit in a linked work tree", async () => {
    await scratch.git(here, "worktree", "add", "--quiet", "../linked", "-b", "side");
    await scratch.git(scratch.path("linked"), "push", "--quiet", "-u", "origin", "side");
    here = scratch.path("linked");
    const resting = await rest();
    expect((await poll(resting)).kind).toBe("rested");
    await scratch.commit(here, "new.txt");
    expect((await poll(resting)).kind).toBe("look");
  });

  test("leaves a remote that moved to a look", async () => {
    const resting = await rest();
    const there = await scratch.clone(remote, "there");
    await scratch.commit(there, "news.txt");
    await scratch.git(there, "push", "--quiet");
    expect(await poll(resting)).toEqual({ kind: "look" });
  });

  test("leaves a branch that is gone from the remote to a look", async () => {
    const resting = await rest();
    await scratch.git(remote, "update-ref", "-d", "refs/heads/main");
    expect(await poll(resting)).toEqual({ kind: "look" });
  });

  test("says why the remote gave no answer", async () => {
    const resting = await rest();
    await rm(remote, { recursive: true });
    expect(await poll(resting)).toMatchObject({ kind: "failed", failure: { kind: "not-found" } });
  });

  test("trusts nothing that changed while the look read it", async () => {
    const before = await restingPlace(await read(), null);
    const print = await fingerprintOf(before);
    await scratch.git(here, "config", "user.name", "Somebody");
    const unconfirmed = await restingPlace(await read(), print);
    expect(await poll(unconfirmed)).toEqual({ kind: "look" });
    expect(await poll(before)).toEqual({ kind: "look" });
    expect(verbs).toEqual([]);
  });

  test("lets every tenth poll be a full look", async () => {
    let resting = await rest();
    for (let count = 1; count < 10; count += 1) {
      const polled = await poll(resting);
      if (polled.kind !== "rested") return expect.fail(`poll ${count} was no quiet one`);
      resting = polled.resting;
    }
    expect(await poll(resting)).toEqual({ kind: "look" });
  });

  test("asks nobody while the gate is closed", async () => {
    const resting = await rest();
    const failure = { kind: "offline", detail: "waits: h", waitsUntil: 1 } as const;
    const closed: AskHost = async () => ({ kind: "failed", failure });
    const polled = await quietPoll(resting, closed, new AbortController().signal);
    expect(polled).toEqual({ kind: "failed", failure });
    expect(verbs).toEqual([]);
  });
});
