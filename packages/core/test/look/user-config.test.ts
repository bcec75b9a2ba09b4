import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { expectWhole } from "./expect-whole.ts";
import type { Stage } from "./make-stage.ts";
import { test } from "./stage-test.ts";

const healed = { state: "up-to-date", hold: null, failure: null };

/**
 * Goes through every state with one configuration in force: behind with an edit that is not in the
 * way, ahead, in the way, and diverged with the local commits rescued.
 */
async function goThroughEveryState(stage: Stage): Promise<void> {
  const { scratch, here, remote } = stage;
  expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 0, pushed: 0 });

  await writeFile(join(here, "README.md"), "edited\n");
  const theirs = await stage.commitThere("theirs.txt", "one\ntwo\n");
  expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
  expect(await stage.tip(here)).toBe(theirs);
  expect(await plain(stage, "diff", "--name-only")).toBe("README.md");
  await plain(stage, "checkout", "--", "README.md");

  const ours = await commitHere(stage, "ours.txt");
  expect((await stage.look({ ask: false })).result).toMatchObject({ ...healed, pushed: 1 });
  expect(await stage.tip(remote, "main")).toBe(ours);

  await scratch.git(stage.there, "pull", "--quiet", "--ff-only");
  await stage.commitThere("in-the-way.txt", "theirs\n");
  await writeFile(join(here, "in-the-way.txt"), "mine\n");
  expect((await stage.look()).result).toMatchObject({ state: "behind", hold: "local-changes" });
  await plain(stage, "clean", "--force", "--quiet", "in-the-way.txt");
  expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });

  const lost = await commitHere(stage, "both.txt", "ours\n");
  const won = await stage.commitThere("both.txt", "theirs\n");
  const { result } = await stage.look();
  expect(result).toMatchObject({ ...healed, rescued: [{ reason: "diverged", commits: 1 }] });
  expect(await stage.tip(here)).toBe(won);
  await plain(stage, "merge-base", "--is-ancestor", lost, result.rescued[0]?.ref ?? "");
  expect(await plain(stage, "-c", "status.showUntrackedFiles=all", "status", "--porcelain")).toBe(
    "",
  );
}

/** Runs git here, without what a configuration adds to it. */
function plain({ scratch, here }: Stage, ...args: string[]): Promise<string> {
  const quiet = ["core.hooksPath=/dev/null", "commit.gpgSign=false", "color.ui=never"];
  const settings = [...quiet, "core.fsmonitor=false"].flatMap((setting) => ["-c", setting]);
  return scratch.git(here, ...settings, ...args);
}

async function commitHere(stage: Stage, file: string, text = `${file}\n`): Promise<string> {
  await writeFile(join(stage.here, file), text);
  await plain(stage, "add", "--", file);
  await plain(stage, "commit", "--quiet", "-m", file);
  return stage.tip(stage.here);
}

/** One name for settings that have nothing to do with each other, so that fewer runs try them all. */
const CONFIGURATIONS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [
    "that changes what git prints, and names programs that fail",
    {
      "status.showUntrackedFiles": "no",
      "status.relativePaths": "false",
      "status.branch": "true",
      "color.ui": "always",
      "column.ui": "always",
      "diff.noprefix": "true",
      "diff.renames": "copies",
      "diff.ignoreSubmodules": "all",
      "core.quotePath": "true",
      "core.abbrev": "4",
      "log.showSignature": "true",
      "log.decorate": "full",
      "i18n.logOutputEncoding": "UTF-16",
      "commit.gpgSign": "true",
      "tag.gpgSign": "true",
      "push.gpgSign": "if-asked",
      "gpg.program": "/bin/false",
      "user.signingKey": "nobody",
      "core.hooksPath": "/nowhere",
      "core.fsmonitor": "/bin/false",
      "core.pager": "/bin/false",
      "core.editor": "/bin/false",
      "core.askPass": "/bin/false",
      "core.sshCommand": "/bin/false",
      "core.gitProxy": "/bin/false",
      "credential.helper": "!false",
      "diff.external": "/bin/false",
      "diff.any.textconv": "/bin/false",
      "diff.any.command": "/bin/false",
      "merge.any.driver": "/bin/false",
      "sequence.editor": "/bin/false",
    },
  ],
  [
    "that brings branches together in its own way, and sends more than it must",
    {
      "merge.autoStash": "true",
      "rebase.autoStash": "true",
      "pull.rebase": "true",
      "merge.ff": "false",
      "pull.ff": "only",
      "rerere.enabled": "true",
      "fetch.prune": "true",
      "fetch.pruneTags": "true",
      "fetch.writeCommitGraph": "true",
      "fetch.output": "compact",
      "fetch.parallel": "4",
      "fetch.showForcedUpdates": "false",
      "fetch.fsckObjects": "true",
      "transfer.fsckObjects": "true",
      "push.default": "matching",
      "push.followTags": "true",
      "push.autoSetupRemote": "true",
      "push.useForceIfIncludes": "true",
      "remote.origin.tagOpt": "--tags",
      "remote.origin.prune": "true",
      "gc.auto": "1",
      "gc.autoDetach": "false",
    },
  ],
  [
    "for many files",
    {
      "feature.manyFiles": "true",
      "index.version": "4",
      "core.untrackedCache": "true",
      "push.default": "upstream",
    },
  ],
  ["with a split index", { "core.splitIndex": "true", "push.default": "current" }],
  ["with autocrlf = true", { "core.autocrlf": "true" }],
  ["with autocrlf = input", { "core.autocrlf": "input", "core.safecrlf": "true" }],
  [
    "that writes files in its own way, from a file of this work tree",
    {
      "core.ignoreCase": "true",
      "core.precomposeUnicode": "true",
      "core.protectHFS": "true",
      "core.protectNTFS": "true",
      "core.fileMode": "false",
      "core.trustctime": "false",
      "core.checkStat": "minimal",
      "core.sharedRepository": "group",
      "core.preloadIndex": "false",
      "core.compression": "0",
      "checkout.workers": "4",
      "core.fsync": "none",
      "core.logAllRefUpdates": "false",
      "extensions.worktreeConfig": "true",
      "core.repositoryFormatVersion": "1",
    },
  ],
];

describe.concurrent("a look goes through every state under a configuration", () => {
  test.for(CONFIGURATIONS)("%s", async ([, settings], { stage }) => {
    for (const [key, value] of Object.entries(settings)) {
      await stage.scratch.git(stage.here, "config", key, value);
    }
    await goThroughEveryState(stage);
    await expectWhole(stage);
  });

  test.for([
    ["push.default", "nothing"],
    ["remote.pushDefault", "fork"],
    ["branch.main.pushRemote", "fork"],
    ["remote.origin.push", "refs/heads/main:refs/heads/review"],
    ["remote.origin.pushurl", "/nowhere.git"],
  ] as const)(
    "%s = %s holds what `git push` would not send there",
    async ([key, value], { stage }) => {
      const { scratch, here } = stage;
      await scratch.git(here, "config", key, value);
      const theirs = await stage.commitThere("theirs.txt");
      expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
      await scratch.commit(here, "ours.txt");
      expect((await stage.look()).result).toMatchObject({ hold: "pushes-elsewhere", pushed: 0 });
      expect(await stage.tip(stage.remote, "main")).toBe(theirs);
    },
  );
});

describe("a repository with SHA-256 names", () => {
  test("goes through every state", async ({ stage }) => {
    const { scratch } = stage;
    await scratch.git(
      scratch.root,
      "init",
      "--quiet",
      "--bare",
      "--object-format=sha256",
      "256.git",
    );
    // An empty remote says nothing of its names to who clones it.
    await scratch.git(scratch.root, "init", "--quiet", "--object-format=sha256", "seed");
    const seed = scratch.path("seed");
    await scratch.git(seed, "remote", "add", "origin", scratch.path("256.git"));
    await scratch.commit(seed, "README.md");
    await scratch.git(seed, "push", "--quiet", "-u", "origin", "main");
    const here = await scratch.clone(scratch.path("256.git"), "here-256");
    const there = await scratch.clone(scratch.path("256.git"), "there-256");
    await goThroughEveryState({
      ...stage,
      here,
      there,
      remote: scratch.path("256.git"),
      look: (asked) => stage.look({ in: here, ...asked }),
      async commitThere(file, text) {
        const commit = await scratch.commit(there, file, text);
        await scratch.git(there, "push", "--quiet");
        return commit;
      },
    });
  });
});
