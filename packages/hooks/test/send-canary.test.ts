import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HOOK_EVENTS } from "@hookline/core/client";
import { describe, expect, test, vi } from "vitest";
import type { GitVersion } from "../src/decide/hook-facts.ts";
import {
  examineHooks,
  type HookPlan,
  installHooks,
  sendCanary,
  takeCanaries,
} from "../src/index.ts";
import { realHookGit } from "./real-hook-git.ts";
import { run, type Scratch, scratchRepository } from "./scratch-repository.ts";
import { writeHook } from "./write-hook.ts";

const OLD: GitVersion = [2, 39];

describe.each<[string, GitVersion]>([
  ["hook files", OLD],
  ["config-based hooks", [2, 54]],
])("canaries of %s", (_name, version) => {
  test("lie in the spool, one for each event, until they are taken out", async () => {
    const scratch = await scratchRepository("a 'b' $c");
    await installHooks(scratch.repo, scratch.plan, realHookGit(scratch, version));
    const canaries = await send(scratch, version);
    expect(canaries.map(({ event }) => event)).toEqual(HOOK_EVENTS);
    for (const { end } of canaries) expect(end).toEqual({ kind: "ended", said: "" });
    const ids = canaries.map(({ id }) => id);
    await writeFile(join(scratch.spool, "1-2.req"), "v1\tpost-commit\t1-2\t.git\t/r\n");
    expect(await takeCanaries(scratch.spool, [...ids, "1-2", "none"])).toEqual(ids);
    expect(await readdir(scratch.spool)).toEqual(["1-2.req"]);
  });
});

test("nothing of anyone else's hook runs", async () => {
  const scratch = await scratchRepository();
  const theirs = join(scratch.root, "theirs");
  await writeHook(scratch, "post-commit", `#!/bin/sh\necho ran >'${theirs}'\n`);
  await writeHook(
    scratch,
    "post-merge",
    `#!/usr/bin/python3\nopen(${JSON.stringify(theirs)}, "w")\n`,
  );
  await installHooks(scratch.repo, scratch.plan, realHookGit(scratch, OLD));
  const canaries = await send(scratch, OLD);
  expect(canaries.map(({ event }) => event)).toEqual(
    HOOK_EVENTS.filter((event) => event !== "post-merge"),
  );
  expect(await scratch.drain()).toHaveLength(4);
  expect(await readdir(scratch.root)).not.toContain("theirs");
});

test("a script that is not ours as it stands is not run", async () => {
  const scratch = await scratchRepository();
  await installHooks(scratch.repo, scratch.plan, realHookGit(scratch, OLD));
  const trace = join(scratch.root, "trace");
  await writeFile(join(scratch.repo, ".git", "hookline", "hook.sh"), `echo ran >'${trace}'\n`);
  expect(await send(scratch, OLD)).toEqual([]);
  expect(await readdir(scratch.root)).not.toContain("trace");
});

test("lines that were pasted are tried as we gave them", async () => {
  const scratch = await scratchRepository();
  await mkdir(join(scratch.root, "shared"));
  await scratch.git("config", "core.hooksPath", join(scratch.root, "shared"));
  const { hooks } = await installHooks(scratch.repo, scratch.plan, realHookGit(scratch, OLD));
  const [first] = hooks;
  if (first?.kind !== "foreign") throw new Error("expected to be told what to paste");
  await writeFile(first.advice.path, `#!/bin/sh\n${first.advice.snippet}`, { mode: 0o755 });
  const [canary, ...others] = await send(scratch, OLD);
  expect(others).toEqual([]);
  expect(await takeCanaries(scratch.spool, [canary?.id ?? ""])).toHaveLength(1);
});

test("who runs us inside a hook of another repository does not misdirect it", async () => {
  const scratch = await scratchRepository();
  await installHooks(scratch.repo, scratch.plan, realHookGit(scratch, OLD));
  const elsewhere = { GIT_DIR: join(scratch.root, "other.git"), GIT_WORK_TREE: scratch.root };
  await send(scratch, OLD, elsewhere);
  const lines = await scratch.drain();
  expect(lines).toHaveLength(5);
  for (const line of lines) {
    expect(line).toMatchObject({ event: "canary", gitDir: ".git", cwd: scratch.repo });
  }
});

test.each<[string, Partial<HookPlan["settings"]>, NodeJS.ProcessEnv]>([
  ["hookline.hooks is false", { hooks: false }, {}],
  ["HOOKLINE_HOOKS is 0", {}, { HOOKLINE_HOOKS: "0" }],
])("no record is left, of anything, where %s", async (_what, settings, env) => {
  const scratch = await scratchRepository();
  const plan = { ...scratch.plan, settings: { ...scratch.plan.settings, ...settings } };
  const git = realHookGit(scratch, OLD);
  await installHooks(scratch.repo, plan, git);
  const quiet = { ...scratch, plan, env: { ...scratch.env, ...env } };
  for (const { end } of await send(quiet, OLD)) expect(end).toEqual({ kind: "ended", said: "" });
  const args = ["commit", "--quiet", "--allow-empty", "--message=x"];
  const ended = await run("git", args, { cwd: scratch.repo, env: quiet.env });
  expect(ended).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await scratch.drain()).toEqual([]);
});

test("a record that cannot be written is said by the hook", async () => {
  const scratch = await scratchRepository();
  await installHooks(scratch.repo, scratch.plan, realHookGit(scratch, OLD));
  await rm(scratch.spool, { recursive: true });
  const [canary] = await send(scratch, OLD);
  expect(canary?.end).toEqual({
    kind: "ended",
    said: "[Hookline Warning] Sync failed - queuing for retry",
  });
});

test("a shell that hangs is killed, with all that it started", async () => {
  const scratch = await scratchRepository();
  const child = join(scratch.root, "child");
  const script = `sleep 600 & echo $! >'${child}'; wait`;
  const canary = sendCanary(
    { event: "post-commit", script },
    { repo: scratch.repo, env: scratch.env, deadlineMs: 300 },
  );
  expect(await canary.ended).toMatchObject({ kind: "hung" });
  const pid = (await readFile(child, "utf8")).trim();
  await vi.waitFor(async () => {
    const { stdout } = await run("ps", ["-o", "stat=", "-p", pid]);
    expect(stdout.trim()).toMatch(/^Z|^$/);
  });
});

test("what a hook leaves behind with its stderr open is not waited for", async () => {
  const scratch = await scratchRepository();
  const canary = sendCanary(
    { event: "post-commit", script: "echo said >&2; sleep 3 &" },
    { repo: scratch.repo, env: scratch.env, deadlineMs: 30_000 },
  );
  const before = performance.now();
  expect(await canary.ended).toEqual({ kind: "ended", said: "said" });
  expect(performance.now() - before).toBeLessThan(2000);
});

test("where no shell can be started, that is what is said", async () => {
  const scratch = await scratchRepository();
  const canary = sendCanary(
    { event: "post-commit", script: ":" },
    { repo: scratch.repo, env: { PATH: scratch.root }, deadlineMs: 2000 },
  );
  expect(await canary.ended).toMatchObject({ kind: "not-started" });
});

async function send(scratch: Scratch, version: GitVersion, env: NodeJS.ProcessEnv = {}) {
  const { parts } = await examineHooks(scratch.repo, scratch.plan, realHookGit(scratch, version));
  const options = { repo: scratch.repo, env: { ...scratch.env, ...env }, deadlineMs: 10_000 };
  return Promise.all(
    parts.map(async (part) => {
      const { event, id, ended } = sendCanary(part, options);
      return { event, id, end: await ended };
    }),
  );
}
