import { describe, expect } from "vitest";
import { RESCUE_PREFIX } from "../../src/decide/rescue.ts";
import { expectWhole } from "../look/expect-whole.ts";
import { test } from "../look/stage-test.ts";

const healed = { state: "up-to-date", hold: null, failure: null };

describe.concurrent("an empty remote", () => {
  test("holds until somebody pushes the branch once", async ({ stage }) => {
    const { scratch, here } = stage;
    await scratch.git(scratch.root, "init", "--quiet", "--bare", "empty.git");
    await scratch.git(here, "remote", "set-url", "origin", scratch.path("empty.git"));
    await scratch.commit(here, "ours.txt");
    const { result } = await stage.look();
    expect(result).toMatchObject({ hold: "upstream-gone", failure: null, pushed: 0 });
    expect(await scratch.git(scratch.path("empty.git"), "for-each-ref")).toBe("");
    await scratch.git(here, "push", "--quiet", "-u", "origin", "main");
    await scratch.commit(here, "more.txt");
    expect((await stage.look()).result).toMatchObject({ ...healed, pushed: 1 });
  });

  test("holds in a clone of it too, before and after the first commit", async ({ stage }) => {
    const { scratch } = stage;
    await scratch.git(scratch.root, "init", "--quiet", "--bare", "empty.git");
    const fresh = await scratch.clone(scratch.path("empty.git"), "fresh");
    expect((await stage.look({ in: fresh })).result.hold).toBe("unborn");
    await scratch.commit(fresh, "first.txt");
    expect((await stage.look({ in: fresh })).result.hold).toBe("upstream-gone");
    await scratch.git(fresh, "push", "--quiet");
    expect((await stage.look({ in: fresh })).result).toMatchObject(healed);
  });
});

describe.concurrent("a branch of the remote", () => {
  test("that was deleted is not brought back, and is followed again when it returns", async ({
    stage,
  }) => {
    const { scratch, here, there, remote } = stage;
    await scratch.git(remote, "config", "receive.denyDeleteCurrent", "ignore");
    await scratch.git(there, "push", "--quiet", "origin", ":main", "HEAD:refs/heads/other");
    await scratch.commit(here, "ours.txt");
    for (const ask of [true, false]) {
      expect((await stage.look({ ask })).result).toMatchObject({ hold: "upstream-gone" });
      expect(await scratch.git(remote, "for-each-ref", "refs/heads/main")).toBe("");
    }
    await scratch.git(there, "push", "--quiet", "origin", "HEAD:refs/heads/main");
    expect((await stage.look()).result).toMatchObject({ ...healed, pushed: 1 });
  });

  test("whose tag moved is followed all the same", async ({ stage }) => {
    const { scratch, here, there } = stage;
    await scratch.git(there, "tag", "v1");
    await scratch.git(there, "push", "--quiet", "origin", "v1");
    await scratch.git(here, "fetch", "--quiet", "--tags");
    const ours = await stage.tip(here, "v1");
    await scratch.commit(there, "theirs.txt");
    await scratch.git(there, "tag", "--force", "v1");
    await scratch.git(there, "push", "--quiet", "--force", "origin", "v1", "main");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await stage.tip(here, "v1")).toBe(ours);
  });

  test("that has a tag's name is not mistaken for the tag", async ({ stage }) => {
    const { scratch, here, there } = stage;
    await scratch.git(there, "tag", "main", "HEAD");
    await scratch.git(there, "push", "--quiet", "origin", "refs/tags/main");
    await scratch.git(here, "fetch", "--quiet", "--tags");
    await scratch.commit(there, "theirs.txt");
    await scratch.git(there, "push", "--quiet", "origin", "refs/heads/main");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    const ours = await scratch.commit(here, "ours.txt");
    expect((await stage.look({ ask: false })).result).toMatchObject({ ...healed, pushed: 1 });
    expect(await stage.tip(stage.remote, "refs/heads/main")).toBe(ours);
  });

  test("whose default name changed is not brought back under the old one", async ({ stage }) => {
    const { scratch, here, there, remote } = stage;
    await scratch.git(there, "push", "--quiet", "origin", "HEAD:refs/heads/trunk");
    await scratch.git(remote, "symbolic-ref", "HEAD", "refs/heads/trunk");
    await scratch.git(there, "push", "--quiet", "origin", ":main");
    await scratch.commit(here, "ours.txt");
    for (const ask of [true, false]) {
      expect((await stage.look({ ask })).result.hold).toBe("upstream-gone");
    }
    expect(await scratch.git(remote, "branch", "--format=%(refname:short)")).toBe("trunk");
    await scratch.git(here, "fetch", "--quiet");
    await scratch.git(here, "branch", "--quiet", "-m", "main", "trunk");
    await scratch.git(here, "branch", "--quiet", "--set-upstream-to", "origin/trunk");
    expect((await stage.look()).result).toMatchObject({ ...healed, pushed: 1 });
  });

  test("that was forgotten by a prune and came back is followed again", async ({ stage }) => {
    const { scratch, here, there, remote } = stage;
    await scratch.git(remote, "config", "receive.denyDeleteCurrent", "ignore");
    await scratch.git(there, "push", "--quiet", "origin", ":main", "HEAD:refs/heads/other");
    await scratch.git(here, "fetch", "--quiet", "--prune");
    expect((await stage.look()).result.hold).toBe("upstream-gone");
    const theirs = await scratch.commit(there, "theirs.txt");
    await scratch.git(there, "push", "--quiet", "origin", "HEAD:refs/heads/main");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await stage.tip(here)).toBe(theirs);
  });

  test.for<[string, string]>([
    ["topic", "topic/new"],
    ["topic/old", "topic"],
  ])(
    "%s that made room for %s is kept, and the new one is followed",
    async ([old, young], { stage }) => {
      const { scratch, here, there } = stage;
      await scratch.git(there, "switch", "--quiet", "-c", old);
      const dropped = await scratch.commit(there, "dropped.txt");
      await scratch.git(there, "push", "--quiet", "origin", old);
      await scratch.git(here, "fetch", "--quiet");
      await scratch.git(here, "switch", "--quiet", "-c", old, `origin/${old}`);
      await scratch.git(
        there,
        "push",
        "--quiet",
        "origin",
        `:${old}`,
        `HEAD~1:refs/heads/${young}`,
      );
      expect((await stage.look()).result.hold).toBe("upstream-gone");
      await expectWhole(stage);

      await scratch.git(here, "branch", "--quiet", "-m", young);
      await scratch.git(here, "reset", "--quiet", "--hard", "HEAD~1");
      await scratch.git(here, "config", `branch.${young}.merge`, `refs/heads/${young}`);
      // As git has it: what is remembered of the one leaves no room for the other.
      await expect(scratch.git(here, "fetch", "--quiet")).rejects.toThrow("cannot lock ref");
      await scratch.commit(here, "ours.txt");
      expect((await stage.look()).result).toMatchObject({ ...healed, pushed: 1 });
      const [rescue] = (await scratch.git(here, "for-each-ref", RESCUE_PREFIX)).split("\n");
      expect(rescue).toContain(dropped);
      const remembered = await scratch.git(here, "for-each-ref", "--format=%(refname)");
      expect(remembered.split("\n")).not.toContain(`refs/remotes/origin/${old}`);
      const log = stage.operations.list({ limit: 9 }).toReversed();
      expect(log.map(({ cause, state }) => [cause, state])).toEqual([
        ["rescue", "done"],
        ["make room", "done"],
        ["fetch", "done"],
        ["push", "done"],
      ]);
      expect(log[1]).toMatchObject({ ref: `refs/remotes/origin/${old}`, old: dropped, new: null });
      await scratch.git(here, "fetch", "--quiet");
    },
  );
});
