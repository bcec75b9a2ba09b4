import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect } from "vitest";
import { absolutePath } from "../../src/decide/brands.ts";
import { RESCUE_PREFIX } from "../../src/decide/rescue.ts";
import { expectWhole } from "./expect-whole.ts";
import { test } from "./stage-test.ts";

const healed = { state: "up-to-date", hold: null, failure: null };

describe.concurrent("a look beside", () => {
  test("a tool that commits all the time loses nothing and breaks none of its commands", async ({
    stage,
  }) => {
    const { scratch, here, there } = stage;
    const ours: string[] = [];
    const problems: string[] = [];
    const done = { tool: false };
    const tool = async (): Promise<void> => {
      for (let n = 0; n < 25; n += 1) {
        await writeFile(join(here, `tool-${n}.txt`), `${n}\n`);
        try {
          await scratch.git(here, "add", "--", `tool-${n}.txt`);
          await scratch.git(here, "commit", "--quiet", "-m", `tool ${n}`, "--", `tool-${n}.txt`);
          ours.push(await stage.tip(here));
        } catch (error) {
          problems.push(String(error));
        }
        await pause(50);
      }
      done.tool = true;
    };
    const others = async (): Promise<string[]> => {
      const theirs: string[] = [];
      for (let n = 0; !done.tool; n += 1) {
        theirs.push(await scratch.commit(there, `there-${n}.txt`));
        await scratch.git(there, "push", "--quiet", "--force");
        await pause(200);
      }
      return theirs;
    };
    const looks = async (): Promise<number> => {
      let taken = 0;
      for (let n = 0; !done.tool; n += 1) {
        const { failure, pulled } = (await stage.look({ ask: n % 2 === 0 })).result;
        taken += pulled;
        expect(failure?.kind ?? "moved").toMatch(/^(?:moved|locked)$/);
      }
      return taken;
    };
    const [, theirs, taken] = await Promise.all([tool(), others(), looks()]);
    const { result } = await stage.look();
    expect(result).toMatchObject(healed);
    const kept = await scratch.git(here, "rev-list", "HEAD", `--glob=${RESCUE_PREFIX}*`);
    expect(ours.filter((commit) => !kept.includes(commit))).toEqual([]);
    // Both sides moved, and the branch went back and forth under the tool.
    expect([theirs.length, taken].every((count) => count > 0)).toBe(true);
    await expectWhole(stage);
    expect(problems).toEqual([]);
  });

  test.for([
    ["in 1970", "1970-01-02T00:00:00Z"],
    ["in 2099", "2099-01-01T00:00:00Z"],
  ])("clocks that are %s decides by history, not by time", async ([, date], { stage }) => {
    const { scratch, here } = stage;
    Object.assign(scratch.env, { GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date });
    const theirs = await stage.commitThere("theirs.txt");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    const ours = await scratch.commit(here, "ours.txt");
    expect((await stage.look()).result).toMatchObject({ ...healed, pushed: 1 });
    await scratch.git(stage.there, "pull", "--quiet");
    const won = await stage.commitThere("both.txt", "theirs\n");
    await scratch.commit(here, "both.txt", "ours\n");
    delete scratch.env["GIT_COMMITTER_DATE"];
    delete scratch.env["GIT_AUTHOR_DATE"];
    const { result } = await stage.look();
    expect(result).toMatchObject({ ...healed, rescued: [{ reason: "diverged", commits: 1 }] });
    expect(await stage.tip(here)).toBe(won);
    await scratch.git(here, "merge-base", "--is-ancestor", theirs, ours);
  });

  test("a link that leads to the repository sees the repository", async ({ stage }) => {
    const { scratch, here } = stage;
    const link = absolutePath(scratch.path("link"));
    await symlink(here, link);
    const theirs = await stage.commitThere("theirs.txt");
    expect((await stage.look({ in: link })).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await stage.tip(here)).toBe(theirs);
    const [operation] = stage.operations.list({ limit: 1 });
    expect(operation).toMatchObject({ repository: here });
  });
});
