import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { RESCUE_PREFIX } from "../../src/decide/rescue.ts";
import { expectWhole } from "../look/expect-whole.ts";
import type { Stage } from "../look/make-stage.ts";
import { test } from "../look/stage-test.ts";

const healed = { state: "up-to-date", hold: null, failure: null };

/** Puts a hook into a repository. */
async function hook(gitDir: string, name: string, script: string): Promise<string> {
  await mkdir(join(gitDir, "hooks"), { recursive: true });
  const file = join(gitDir, "hooks", name);
  await writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

async function diverge({ scratch, here, commitThere }: Stage) {
  const theirs = await commitThere("both.txt", "theirs\n");
  const ours = await scratch.commit(here, "both.txt", "ours\n");
  return { theirs, ours };
}

const rescuesOn = ({ scratch, remote }: Stage) =>
  scratch.git(remote, "for-each-ref", "--format=%(refname)", RESCUE_PREFIX);

describe.concurrent("a server that refuses", () => {
  test.for([
    ["pre-receive", "echo 'protected branch'; exit 1", "protected"],
    ["pre-receive", "echo 'not on Fridays'; exit 1", "refused"],
    ["update", 'case "$1" in refs/heads/main) exit 1;; esac', "refused"],
  ] as const)("by its %s hook (%s) is not pushed to", async ([name, script, kind], { stage }) => {
    const { scratch, here, remote } = stage;
    const file = await hook(remote, name, script);
    const before = await stage.tip(remote, "main");
    const ours = await scratch.commit(here, "ours.txt");
    const { result } = await stage.look();
    expect(result).toMatchObject({ state: "ahead", pushed: 0, failure: { kind } });
    expect(result.failure?.detail).toContain("hook declined");
    expect(await stage.tip(remote, "main")).toBe(before);
    expect(await stage.tip(here, "origin/main")).toBe(before);
    await expectWhole(stage);
    await writeFile(file, "#!/bin/sh\nexit 0\n");
    expect((await stage.look()).result).toMatchObject({ ...healed, pushed: 1 });
    expect(await stage.tip(remote, "main")).toBe(ours);
  });

  test("rescues alone makes an alpha replace nothing", async ({ stage }) => {
    const { theirs } = await diverge(stage);
    await stage.scratch.git(stage.here, "config", "hookline.alpha", "true");
    await hook(stage.remote, "update", 'case "$1" in refs/hookline/*) exit 1;; esac');
    const { result } = await stage.look();
    expect(result.failure).toMatchObject({ kind: "refused" });
    expect(result.failure?.detail).toContain("nothing was replaced");
    expect(await stage.tip(stage.remote, "main")).toBe(theirs);
    await expectWhole(stage);
  });

  test("the branch alone leaves one rescue, however often an alpha tries", async ({ stage }) => {
    const { theirs, ours } = await diverge(stage);
    await stage.scratch.git(stage.here, "config", "hookline.alpha", "true");
    const file = await hook(stage.remote, "update", 'case "$1" in refs/heads/*) exit 1;; esac');
    for (let at = 0; at < 3; at += 1) {
      expect((await stage.look()).result.failure?.kind).toBe("refused");
    }
    expect((await rescuesOn(stage)).split("\n")).toHaveLength(1);
    expect(await stage.tip(stage.remote, "main")).toBe(theirs);
    await writeFile(file, "#!/bin/sh\nexit 0\n");
    expect((await stage.look()).result).toMatchObject(healed);
    expect(await stage.tip(stage.remote, "main")).toBe(ours);
    expect(await stage.tip(stage.remote, await rescuesOn(stage))).toBe(theirs);
  });

  test("non-fast-forwards still takes ordinary pushes", async ({ stage }) => {
    await stage.scratch.git(stage.remote, "config", "receive.denyNonFastForwards", "true");
    const ours = await stage.scratch.commit(stage.here, "ours.txt");
    expect((await stage.look()).result).toMatchObject({ ...healed, pushed: 1 });
    expect(await stage.tip(stage.remote, "main")).toBe(ours);
  });

  test("what its fsck finds wrong is left alone", async ({ stage }) => {
    await stage.scratch.git(stage.remote, "config", "receive.fsckObjects", "true");
    await stage.scratch.git(stage.remote, "config", "receive.fsck.missingEmail", "error");
    const tree = await stage.scratch.git(stage.here, "rev-parse", "HEAD^{tree}");
    const head = await stage.tip(stage.here);
    const bad = stage.scratch.path("bad");
    await writeFile(
      bad,
      `tree ${tree}\nparent ${head}\nauthor A 0 +0000\ncommitter A 0 +0000\n\nx\n`,
    );
    const write = ["hash-object", "-w", "-t", "commit", "--literally", bad];
    const id = await stage.scratch.git(stage.here, ...write);
    await stage.scratch.git(stage.here, "reset", "--quiet", "--hard", id);
    expect((await stage.look()).result.failure?.kind).toBe("refused");
    expect(await stage.tip(stage.remote, "main")).toBe(head);
  });
});

describe.concurrent("a local pre-push hook", () => {
  test("does not run, and cannot fail a push", async ({ stage }) => {
    const { scratch, here, remote } = stage;
    const mark = scratch.path("mark");
    await hook(join(here, ".git"), "pre-push", `touch ${mark}; exit 1`);
    const ours = await scratch.commit(here, "ours.txt");
    await expect(scratch.git(here, "push")).rejects.toThrow("failed to push");
    await rm(mark);
    expect((await stage.look()).result).toMatchObject({ ...healed, pushed: 1 });
    expect(await stage.tip(remote, "main")).toBe(ours);
    await expect(access(mark)).rejects.toThrow("ENOENT");
  });
});
