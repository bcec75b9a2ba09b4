import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RESCUE_PREFIX } from "../../src/decide/rescue.ts";
import { makeStage, type Stage } from "./make-stage.ts";

let stage: Stage;

beforeEach(async () => {
  stage = await makeStage();
});

afterEach(() => stage.close());

/** Both sides commit; resolves to the two commits. */
async function diverge(file = "both.txt") {
  const theirs = await stage.commitThere(file, "theirs\n");
  const ours = await stage.scratch.commit(stage.here, file, "ours\n");
  return { ours, theirs };
}

const alpha = () => stage.scratch.git(stage.here, "config", "hookline.alpha", "true");
const rescues = (repository: string) =>
  stage.scratch.git(repository, "for-each-ref", "--format=%(refname)", RESCUE_PREFIX);
const isIn = (repository: string, older: string, newer: string) =>
  stage.scratch.git(repository, "merge-base", "--is-ancestor", older, newer);

describe("a diverged branch, non-alpha", () => {
  test("takes the remote's history and rescues the local one", async () => {
    const { ours, theirs } = await diverge();
    const { result, took } = await stage.look({ ask: false });
    expect(result).toMatchObject({ state: "up-to-date", hold: null, failure: null, pulled: 1 });
    expect(took?.to).toBe(theirs);
    expect(await stage.tip(stage.here)).toBe(theirs);
    expect(await readFile(join(stage.here, "both.txt"), "utf8")).toBe("theirs\n");
    expect(await stage.tip(stage.remote, "main")).toBe(theirs);
    const [rescued] = result.rescued;
    expect(rescued).toMatchObject({ where: "local", reason: "diverged", commits: 1 });
    await isIn(stage.here, ours, rescued?.ref ?? "");
    expect(await stage.scratch.git(stage.here, "show", `${rescued?.ref}:both.txt`)).toBe("ours");
  });

  test("writes every ref that it moved into the operation log, in order", async () => {
    const { ours, theirs } = await diverge();
    await stage.look({ ask: false });
    const log = stage.operations.list({ limit: 9 }).toReversed();
    expect(log.map(({ cause, state }) => [cause, state])).toEqual([
      ["push", "failed"],
      ["fetch", "done"],
      ["rescue", "done"],
      ["take the remote's history", "done"],
    ]);
    expect(log.at(-1)).toMatchObject({ ref: "refs/heads/main", old: ours, new: theirs });
  });

  test("keeps uncommitted edits that the remote's history does not touch", async () => {
    await diverge();
    await writeFile(join(stage.here, "README.md"), "edited\n");
    const { result } = await stage.look();
    expect(result).toMatchObject({ state: "up-to-date", hold: null });
    expect(await readFile(join(stage.here, "README.md"), "utf8")).toBe("edited\n");
  });

  test("holds, and rescues nothing, while an edited file stands in the way", async () => {
    const { ours } = await diverge();
    await writeFile(join(stage.here, "both.txt"), "edited\n");
    const { result } = await stage.look();
    expect(result).toMatchObject({
      state: "diverged",
      hold: "local-changes",
      inTheWay: ["both.txt"],
      rescued: [],
    });
    expect(await stage.tip(stage.here)).toBe(ours);
    expect(await rescues(stage.here)).toBe("");
    expect(await readFile(join(stage.here, "both.txt"), "utf8")).toBe("edited\n");
  });

  test("with onDirty = rescue, keeps the edited file's bytes in the rescue and goes on", async () => {
    const { theirs } = await diverge();
    await stage.scratch.git(stage.here, "config", "hookline.onDirty", "rescue");
    await writeFile(join(stage.here, "both.txt"), "edited\n");
    const { result } = await stage.look();
    expect(result).toMatchObject({ state: "up-to-date", hold: null, failure: null });
    expect(await stage.tip(stage.here)).toBe(theirs);
    const ref = result.rescued[0]?.ref;
    expect(await stage.scratch.git(stage.here, "show", `${ref}:both.txt`)).toBe("edited");
  });

  test("takes the remote's history where the remote dropped commits that we saw there", async () => {
    const secret = await stage.commitThere("secret.txt");
    const first = await stage.look();
    await stage.scratch.git(stage.there, "reset", "--quiet", "--hard", "HEAD~1");
    await stage.scratch.git(stage.there, "push", "--quiet", "--force");
    const { result } = await stage.look({ seenRemotes: first.seenRemotes });
    expect(result).toMatchObject({ state: "up-to-date", pushed: 0 });
    expect(result.rescued).toMatchObject([{ reason: "rewound", commits: 1 }]);
    expect(await stage.tip(stage.here)).toBe(await stage.tip(stage.there));
    await isIn(stage.here, secret, result.rescued[0]?.ref ?? "");
  });

  test("holds where the two histories never met", async () => {
    await stage.scratch.git(stage.there, "checkout", "--quiet", "--orphan", "fresh");
    await stage.scratch.commit(stage.there, "fresh.txt");
    await stage.scratch.git(stage.there, "push", "--quiet", "--force", "origin", "fresh:main");
    const ours = await stage.tip(stage.here);
    await stage.scratch.commit(stage.here, "ours.txt");
    expect((await stage.look()).result.hold).toBe("unrelated");
    await isIn(stage.here, ours, "HEAD");
  });
});

describe("a diverged branch, alpha", () => {
  beforeEach(alpha);

  test("keeps the local history and rescues the remote's tip on the remote", async () => {
    const { ours, theirs } = await diverge();
    const { result } = await stage.look({ ask: false });
    expect(result).toMatchObject({ state: "up-to-date", hold: null, failure: null, pushed: 1 });
    expect(await stage.tip(stage.remote, "main")).toBe(ours);
    expect(result.rescued).toMatchObject([{ where: "remote", reason: "replaced", commits: 1 }]);
    expect(await stage.tip(stage.remote, result.rescued[0]?.ref)).toBe(theirs);
    expect(await rescues(stage.here)).toBe("");
  });

  test("takes the remote's history when the agent starts", async () => {
    const { ours, theirs } = await diverge();
    const { result } = await stage.look({ occasion: "start" });
    expect(await stage.tip(stage.here)).toBe(theirs);
    expect(await stage.tip(stage.remote, "main")).toBe(theirs);
    await isIn(stage.here, ours, result.rescued[0]?.ref ?? "");
  });

  test("keeps the local history at the start too, with startup = mode", async () => {
    const { ours } = await diverge();
    await stage.scratch.git(stage.here, "config", "hookline.startup", "mode");
    await stage.look({ occasion: "start" });
    expect(await stage.tip(stage.remote, "main")).toBe(ours);
  });

  test("never replaces a tip that it has not rescued: a push that meets a newer one looks again", async () => {
    const { ours, theirs } = await diverge();
    await stage.look({ ask: false });
    const newer = await stage.scratch.commit(stage.there, "newer.txt");
    await stage.scratch.git(stage.there, "push", "--quiet", "--force");
    await stage.scratch.commit(stage.here, "again.txt");
    const { result } = await stage.look({ ask: false });
    expect(result).toMatchObject({ state: "up-to-date", failure: null });
    const kept = (await rescues(stage.remote)).split("\n");
    expect(kept).toHaveLength(2);
    await Promise.all(
      [theirs, newer].map((commit) => stage.scratch.git(stage.remote, "cat-file", "-e", commit)),
    );
    await isIn(stage.remote, ours, "main");
    expect(kept.some((ref) => ref.includes(newer.slice(0, 8)))).toBe(true);
  });

  test("replaces nothing where the server forbids it", async () => {
    const { theirs } = await diverge();
    await stage.scratch.git(stage.remote, "config", "receive.denyNonFastForwards", "true");
    const { result } = await stage.look();
    expect(result.failure?.kind).toMatch(/^(?:refused|protected)$/);
    expect(await stage.tip(stage.remote, "main")).toBe(theirs);
    const again = await stage.look();
    expect(again.result.failure).not.toBeNull();
    expect((await rescues(stage.remote)).split("\n")).toHaveLength(1);
  });

  test("takes effect at the next look after it was switched on", async () => {
    await stage.scratch.git(stage.here, "config", "hookline.alpha", "false");
    await writeFile(join(stage.here, "both.txt"), "in the way\n");
    await stage.commitThere("both.txt", "theirs\n");
    await stage.scratch.commit(stage.here, "ours.txt");
    expect((await stage.look()).result.hold).toBe("local-changes");
    await alpha();
    expect((await stage.look()).result).toMatchObject({ hold: null, pushed: 1 });
  });
});
