import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { expectWhole } from "./expect-whole.ts";
import type { Stage } from "./make-stage.ts";
import { test } from "./stage-test.ts";

const healed = { state: "up-to-date", hold: null, failure: null };

/** The locks that git takes (lockfile.h), and whether a look must wait for their owner. */
const LOCKS = [
  ["index.lock", true],
  ["HEAD.lock", true],
  ["refs/heads/main.lock", true],
  ["refs/remotes/origin/main.lock", true],
  ["packed-refs.lock", false],
  ["shallow.lock", false],
] as const;

const AN_HOUR_S = 3600;

/** Makes a lock that has been there for an hour. */
async function oldLock({ here }: Stage, name: string): Promise<string> {
  const file = join(here, ".git", name);
  await writeFile(file, "");
  const then = Date.now() / 1000 - AN_HOUR_S;
  await utimes(file, then, then);
  return file;
}

/** A process that has a file open, as the owner of a lock has. */
async function holder(file: string): Promise<ChildProcess> {
  const child = spawn("sh", ["-c", 'exec 3>>"$0"; echo ready; read -r _', file], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  const then = Date.now() / 1000 - AN_HOUR_S;
  await utimes(file, then, then);
  return child;
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

describe.concurrent("a lock", () => {
  test.for(LOCKS)("%s that a killed git left does not stop a look", async ([name], { stage }) => {
    const lock = await oldLock(stage, name);
    await stage.commitThere("theirs.txt");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await isThere(lock)).toBe(false);
    await oldLock(stage, name);
    await stage.scratch.git(stage.there, "commit", "--quiet", "--allow-empty", "-m", "more");
    await stage.scratch.git(stage.there, "push", "--quiet");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    await expectWhole(stage);
  });

  test.for(LOCKS)("%s that somebody holds is left to them", async ([name, waits], { stage }) => {
    const lock = join(stage.here, ".git", name);
    const owner = await holder(lock);
    const before = await stage.tip(stage.here);
    const theirs = await stage.commitThere("theirs.txt");
    const { result } = await stage.look();
    expect(result.failure?.kind).toBe(waits ? "locked" : undefined);
    expect(await stage.tip(stage.here)).toBe(waits ? before : theirs);
    expect(await isThere(join(stage.here, "theirs.txt"))).toBe(!waits);
    expect(await isThere(lock)).toBe(true);
    owner.stdin?.end("\n");
    await once(owner, "exit");
    expect((await stage.look()).result).toMatchObject(healed);
    expect(await stage.tip(stage.here)).toBe(theirs);
    await expectWhole(stage);
  });
});
