import { describe, expect } from "vitest";
import { RESCUE_PREFIX } from "../../src/decide/rescue.ts";
import type { AskedLook, Stage } from "../look/make-stage.ts";
import { test } from "../look/stage-test.ts";

/** Looks until the look has nothing to say, as the agent's queue would. */
async function untilRest({ look }: Stage, asked: AskedLook, most = 60): Promise<void> {
  for (let tries = 0; tries < most; tries += 1) {
    const { hold, failure } = (await look(asked)).result;
    expect(hold).toBeNull();
    if (failure === null) return;
    expect(failure.kind).toMatch(/^(?:moved|locked)$/);
  }
  throw new Error(`no rest after ${most} looks`);
}

/** Every commit that can be found in a repository: in its branches and in its rescues. */
async function reachable({ scratch }: Stage, repository: string): Promise<Set<string>> {
  const names = ["refs/heads/main", `--glob=${RESCUE_PREFIX}*`];
  const commits = await scratch.git(repository, "rev-list", ...names);
  return new Set(commits.split("\n"));
}

async function expectAllKept(stage: Stage, commits: readonly string[]): Promise<void> {
  const { remote, here, there } = stage;
  const kept = await Promise.all([remote, here, there].map((at) => reachable(stage, at)));
  const lost = commits.filter((commit) => !kept.some((all) => all.has(commit)));
  expect(lost).toEqual([]);
}

/** A hundred looks and as many commits, on a machine that may be busy. */
const LONG = { timeout: 300_000 };

describe.concurrent("two machines", () => {
  test("that commit and look at the same time lose no commit", LONG, async ({ stage }) => {
    const { scratch, here, there, remote } = stage;
    const work = async (at: typeof here, name: string): Promise<string[]> => {
      const commits: string[] = [];
      for (let n = 0; n < 20; n += 1) {
        commits.push(await scratch.commit(at, `${name}-${n}.txt`));
        const { failure, hold } = (await stage.look({ in: at, ask: n % 2 === 0 })).result;
        expect(hold).toBeNull();
        expect(failure?.kind ?? "moved").toMatch(/^(?:moved|locked)$/);
      }
      return commits;
    };
    const made = await Promise.all([work(here, "here"), work(there, "there")]);
    await untilRest(stage, { in: here });
    await untilRest(stage, { in: there });
    await untilRest(stage, { in: here });
    const tip = await stage.tip(remote, "main");
    expect([await stage.tip(here), await stage.tip(there)]).toEqual([tip, tip]);
    await expectAllKept(stage, made.flat());
    await scratch.git(remote, "fsck", "--no-dangling");
  });

  test("that are both alpha do not replace each other's commits for ever", async ({ stage }) => {
    const { scratch, here, there, remote } = stage;
    for (const at of [here, there]) await scratch.git(at, "config", "hookline.alpha", "true");
    const ours = await scratch.commit(here, "both.txt", "here\n");
    const theirs = await scratch.commit(there, "both.txt", "there\n");
    const first = await stage.look({ in: here });
    expect(first.result).toMatchObject({ failure: null, pushed: 1 });
    // The second replaces the first, and says so.
    const second = (await stage.look({ in: there })).result;
    expect(second).toMatchObject({ state: "up-to-date", pushed: 1 });
    expect(second.rescued).toMatchObject([{ where: "remote", reason: "replaced", commits: 1 }]);
    let { seenRemotes } = first;
    for (let rounds = 0; rounds < 4; rounds += 1) {
      const again = await stage.look({ in: here, seenRemotes });
      ({ seenRemotes } = again);
      expect(again.result).toMatchObject({ state: "diverged", hold: "two-alphas", failure: null });
      expect((await stage.look({ in: there })).result).toMatchObject({ hold: null, failure: null });
      expect(await stage.tip(remote, "main")).toBe(theirs);
    }
    await expectAllKept(stage, [ours, theirs]);
    expect(await reachable(stage, remote)).toContain(ours);
    // One of them is told to give way.
    await scratch.git(here, "config", "hookline.alpha", "false");
    expect((await stage.look({ in: here, seenRemotes })).result).toMatchObject({
      state: "up-to-date",
      rescued: [{ reason: "diverged" }],
    });
    expect(await stage.tip(here)).toBe(theirs);
  });
});
