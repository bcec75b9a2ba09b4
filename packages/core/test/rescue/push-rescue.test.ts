import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AbsolutePath, commitId, refName, remoteName } from "../../src/decide/brands.ts";
import type { Upstream } from "../../src/decide/observation.ts";
import { rescueRemoteTip } from "../../src/git/push-rescue.ts";
import { listRemoteRescues } from "../../src/rescue/list-rescues.ts";
import { dropRemoteRescue, fetchRescue, listRemotes } from "../../src/rescue/remote-rescue.ts";
import { restoreBranch } from "../../src/rescue/restore-branch.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { around, rescueTools, valueOf } from "./a-work-tree.ts";

let scratch: Scratch;
let remote: AbsolutePath;
let here: AbsolutePath;
let tip: string;
let upstream: Upstream;

const REF = refName("refs/hookline/rescue/20260131T120000Z-replaced-aaaaaaaa");

beforeEach(async () => {
  scratch = await makeScratch("push-rescue");
  remote = await scratch.remote();
  const there = await scratch.clone(remote, "there");
  tip = await scratch.commit(there, "theirs.txt");
  await scratch.git(there, "push", "--quiet");
  here = await scratch.clone(remote, "here");
  upstream = {
    remote: remoteName("origin"),
    remoteRef: refName("refs/heads/main"),
    trackingRef: refName("refs/remotes/origin/main"),
    tip: commitId(tip),
  };
});

afterEach(() => scratch.remove());

const refs = () =>
  scratch.git(remote, "for-each-ref", "--format=%(objectname) %(refname)", "refs/hookline");

async function rescue(repository: AbsolutePath = here) {
  return rescueRemoteTip(await rescueTools(scratch, repository), upstream, REF);
}

const refusing = (says: string) =>
  writeFile(
    join(remote, "hooks/update"),
    `#!/bin/sh\ncase $1 in refs/heads/*) ;; *) ${says}; exit 1;; esac\n`,
    {
      mode: 0o755,
    },
  );

describe("the remote's tip is kept on the remote", () => {
  test("under a name of its own, and twice is as good as once", async () => {
    expect(await rescue()).toEqual({ kind: "done", ref: REF });
    expect(await refs()).toBe(`${tip} ${REF}`);
    expect(await rescue()).toEqual({ kind: "done", ref: REF });
  });

  test("and not again under another name", async () => {
    await rescue();
    const later = refName("refs/hookline/rescue/20260201T120000Z-replaced-aaaaaaaa");
    const outcome = await rescueRemoteTip(await rescueTools(scratch, here), upstream, later);
    expect(outcome).toEqual({ kind: "done", ref: REF });
    expect(await refs()).toBe(`${tip} ${REF}`);
  });

  test("and stays when the branch is replaced and the remote cleans up", async () => {
    expect(await rescue()).toEqual({ kind: "done", ref: REF });
    await scratch.git(here, "reset", "--quiet", "--hard", "HEAD~1");
    await scratch.commit(here, "ours.txt");
    await scratch.git(here, "push", "--quiet", "--force");
    await scratch.git(remote, "gc", "--quiet", "--prune=now");
    expect(await scratch.git(remote, "log", "--format=%s", "-1", REF)).toBe("Write theirs.txt");
  });

  test.each([
    ["shallow", ["--depth=1"]],
    ["partial", ["--filter=blob:none", "--no-checkout"]],
  ])("from a %s clone", async (name, flags) => {
    await scratch.git(remote, "config", "uploadpack.allowFilter", "true");
    await scratch.git(scratch.root, "clone", "--quiet", ...flags, `file://${remote}`, name);
    expect(await rescue(scratch.path(name))).toEqual({ kind: "done", ref: REF });
    expect(await refs()).toBe(`${tip} ${REF}`);
  });

  test("also when the remote has moved on meanwhile", async () => {
    await scratch.git(here, "commit", "--quiet", "--allow-empty", "-m", "Newer");
    await scratch.git(here, "push", "--quiet");
    expect(await rescue()).toEqual({ kind: "done", ref: REF });
  });
});

describe("nothing may be replaced", () => {
  test("where the name holds something else", async () => {
    await scratch.git(remote, "update-ref", REF, `${tip}~1`);
    expect(await rescue()).toMatchObject({ kind: "moved" });
    expect(await refs()).not.toContain(tip);
  });

  test("where the server takes no such ref, and says so", async () => {
    await refusing("echo 'only branches here' >&2");
    const outcome = await rescue();
    expect(outcome).toMatchObject({ kind: "failed", failure: { kind: "refused" } });
    const detail = outcome.kind === "failed" ? outcome.failure.detail : "";
    expect(detail).toMatch(/does not keep refs\/hookline\/.*nothing was replaced.*only branches/);
  });

  test("where the server hides such refs", async () => {
    await scratch.git(remote, "config", "receive.hideRefs", "refs/hookline");
    expect(await rescue()).toMatchObject({ kind: "failed", failure: { kind: "refused" } });
  });

  test("where the server takes the ref and does not show it", async () => {
    await scratch.git(remote, "config", "uploadpack.hideRefs", "refs/hookline");
    expect(await rescue()).toMatchObject({
      kind: "failed",
      failure: { kind: "refused", detail: expect.stringContaining("does not show it") },
    });
  });

  test("where the server's word is not true", async () => {
    const tools = around(await rescueTools(scratch, here), async (command, run) => {
      const exit = await run(command);
      if (command.verb === "push") await scratch.git(remote, "update-ref", "-d", REF);
      return exit;
    });
    expect(await rescueRemoteTip(tools, upstream, REF)).toMatchObject({ kind: "failed" });
  });

  test("where the remote is away", async () => {
    await scratch.git(here, "remote", "set-url", "origin", scratch.path("nowhere"));
    expect(await rescue()).toMatchObject({ kind: "failed", failure: { kind: "not-found" } });
  });
});

describe("a remote's rescue", () => {
  test("is listed, and comes back as a branch, and no other ref moves", async () => {
    await rescue();
    await scratch.git(here, "reset", "--quiet", "--hard", "HEAD~1");
    await scratch.git(here, "push", "--quiet", "--force");
    const fresh = await scratch.clone(remote, "fresh");
    await scratch.git(remote, "update-ref", "refs/heads/newer", tip);
    const tools = await rescueTools(scratch, fresh);
    expect(valueOf(await listRemotes(tools))).toEqual(["origin"]);
    const [found] = valueOf(await listRemoteRescues(tools, "origin"));
    expect(found).toMatchObject({ ref: REF, remote: "origin", reason: "replaced", commit: tip });
    if (found === undefined) throw new Error("no rescue");
    const before = await scratch.git(fresh, "for-each-ref");
    expect(await fetchRescue(tools, found)).toEqual({ kind: "done" });
    expect(await scratch.git(fresh, "for-each-ref")).toBe(before);
    const made = await restoreBranch(tools, found, undefined, () =>
      Promise.resolve(() => Promise.resolve()),
    );
    expect(made).toMatchObject({ kind: "made", commit: tip });
    expect(await scratch.git(fresh, "show", `rescued/${found.name}:theirs.txt`)).toBe("theirs.txt");
  });

  test("is dropped only while it holds what was shown", async () => {
    await rescue();
    const tools = await rescueTools(scratch, here);
    const [found] = valueOf(await listRemoteRescues(tools, "origin"));
    if (found === undefined) throw new Error("no rescue");
    const shown = { ...found, remote: "origin" };
    await scratch.git(remote, "update-ref", REF, `${tip}~1`);
    expect(await dropRemoteRescue(tools, shown)).toMatchObject({ kind: "failed" });
    await scratch.git(remote, "update-ref", REF, tip);
    expect(await dropRemoteRescue(tools, shown)).toEqual({ kind: "done" });
    expect(await refs()).toBe("");
  });
});
