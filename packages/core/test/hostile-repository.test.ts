import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AbsolutePath, refName, remoteName } from "../src/decide/brands.ts";
import { listConfig } from "../src/git/config-list.ts";
import { askRemote } from "../src/git/ls-remote.ts";
import { repositoryOverrides } from "../src/git/repository-overrides.ts";
import { openGit } from "../src/git/run-git.ts";
import { aCommit } from "../src/testing/an-observation.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

let scratch: Scratch;
let here: AbsolutePath;

beforeEach(async () => {
  scratch = await makeScratch("hostile");
  here = await scratch.clone(await scratch.remote(), "here");
});

afterEach(() => scratch.remove());

const door = () => ({ env: scratch.env, log: memoryLog().log });

describe("a hostile repository", () => {
  /** Every one would leave a mark if git ran it. */
  const traps = (mark: string): readonly (readonly [string, string])[] => [
    ["core.fsmonitor", `touch ${mark}; false`],
    ["core.sshCommand", `touch ${mark}; false`],
    ["core.gitProxy", `touch ${mark}; false`],
    ["core.askPass", `touch ${mark}; false`],
    ["core.pager", `touch ${mark}; false`],
    ["core.editor", `touch ${mark}; false`],
    ["core.alternateRefsCommand", `touch ${mark}; false`],
    ["core.hooksPath", ".githooks"],
    ["credential.helper", `!touch ${mark}; false`],
    ["credential.http://127.0.0.1.helper", `!touch ${mark}; false`],
    ["remote.origin.uploadpack", `touch ${mark}; git-upload-pack`],
    ["remote.origin.receivepack", `touch ${mark}; git-receive-pack`],
    ["filter.evil.clean", `touch ${mark}; cat`],
    ["filter.evil.smudge", `touch ${mark}; cat`],
    ["filter.evil.process", `touch ${mark}; false`],
    ["filter.evil.required", "true"],
    ["merge.evil.driver", `touch ${mark}; false`],
    ["diff.external", `touch ${mark}; false`],
    ["gpg.program", `touch ${mark}; false`],
    ["hook.evil.command", `touch ${mark}`],
    ["hook.evil.event", "post-merge"],
  ];

  test("runs nothing of its own while we look at it", async () => {
    const mark = scratch.path("mark");
    const there = await scratch.clone(scratch.path("remote.git"), "there");
    await writeFile(join(there, ".gitattributes"), "* filter=evil merge=evil diff=evil\n");
    await scratch.git(there, "add", ".");
    await scratch.git(there, "commit", "--quiet", "-m", "attributes");
    await scratch.git(there, "push", "--quiet");
    for (const [key, value] of traps(mark)) await scratch.git(here, "config", key, value);
    await mkdir(join(here, ".githooks"));
    for (const hook of ["post-merge", "pre-push", "post-checkout", "reference-transaction"]) {
      await writeFile(join(here, ".githooks", hook), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    }
    const listed = await listConfig(openGit(door(), here));
    if (listed.kind === "failed") throw new Error("config");
    const git = openGit(door(), here, repositoryOverrides(listed.entries));
    const upstream = {
      remote: remoteName("origin"),
      remoteRef: refName("refs/heads/main"),
      trackingRef: refName("refs/remotes/origin/main"),
      tip: aCommit("1"),
    };
    const { signal } = new AbortController();
    expect((await askRemote(git, upstream, { deadlineMs: 30_000, signal })).kind).toBe("read");
    const pack = "--upload-pack=git-upload-pack";
    await git({
      verb: "fetch",
      flags: [pack],
      operands: ["origin", "+refs/heads/main:refs/remotes/origin/main"],
    });
    const merged = await git({
      verb: "merge",
      flags: ["--ff-only", "--no-overwrite-ignore"],
      operands: ["origin/main"],
    });
    expect(merged).toMatchObject({ kind: "exited", exitCode: 0 });
    await git({
      verb: "push",
      flags: ["--porcelain", "--receive-pack=git-receive-pack"],
      operands: ["origin", "HEAD:refs/heads/copy"],
    });
    await git({ verb: "ls-remote", flags: [], operands: ["ssh://127.0.0.1:1/r.git"] });
    await git({ verb: "ls-remote", flags: [], operands: ["git://127.0.0.1:1/r.git"] });
    await git({ verb: "ls-remote", flags: [], operands: [`ext::touch ${mark}`] });
    expect(existsSync(mark)).toBe(false);
  });

  test("the traps do snap without our overrides", async () => {
    const mark = scratch.path("mark");
    for (const [key, value] of traps(mark)) await scratch.git(here, "config", key, value);
    await scratch.git(here, "status").catch(() => undefined);
    expect(existsSync(mark)).toBe(true);
  });

  test("keeps the helpers and commands that the user set himself", () => {
    const entry = (scope: "global" | "local", key: string, value: string) => ({
      scope,
      key,
      value,
      origin: "",
    });
    const { overrides, sshCommand } = repositoryOverrides([
      entry("global", "credential.helper", "store"),
      entry("global", "filter.lfs.smudge", "git-lfs smudge -- %f"),
      entry("global", "core.sshcommand", "ssh -i key"),
      entry("local", "credential.helper", "!evil"),
      entry("local", "filter.lfs.smudge", "evil"),
      entry("local", "filter.other.smudge", "evil"),
      entry("local", "core.sshcommand", "evil"),
      entry("local", "hook.evil.command", "evil"),
    ]);
    expect(sshCommand).toBe("ssh -i key");
    expect(overrides).toEqual([
      { key: "filter.lfs.smudge", value: "git-lfs smudge -- %f" },
      { key: "filter.other.smudge", value: "" },
      { key: "credential.helper", value: "" },
      { key: "credential.helper", value: "store" },
      { key: "hook.evil.enabled", value: "false" },
    ]);
  });
});
