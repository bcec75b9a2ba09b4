import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HOOK_EVENTS } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { type Condition, WARNING } from "./hostile/condition.ts";
import { openGround, testNothingIsLeft } from "./hostile/ground.ts";
import { build } from "./hostile/hostile-suite.ts";
import { reply } from "./hostile/lying-server.ts";
import { SYNCED } from "./hostile/moods.ts";
import { type Observed, observeRun } from "./hostile/observe-run.ts";
import { stoppedAgent } from "./hostile/other-servers.ts";
import { clientThat, HANGS, withGate } from "./hostile/stand-ins.ts";
import type { World } from "./hostile/world.ts";
import { type Shell, shellsHere } from "./shells.ts";

const agent = reply("200 OK", `${SYNCED}\n`);

const conditions: readonly Condition[] = [
  { when: "nothing is wrong", agent },
  { when: "there is no agent" },
  { when: "the agent never answers", agent: () => {} },
  { when: "the agent is stopped", prepare: stoppedAgent },
  { when: "the client hangs", agent, client: clientThat(HANGS), prepare: withGate },
  {
    when: "the runner hangs",
    prepare: async (world, stage) => {
      await withGate(world, stage);
      await writeFile(world.runner, `cd '${world.root}' && ${HANGS}\n`);
    },
  },
  {
    when: "the spool is gone",
    agent,
    prepare: ({ spool }) => rm(spool, { recursive: true }),
    record: "none",
  },
  {
    when: "the state folder is gone",
    prepare: ({ home }) => rm(home, { recursive: true }),
    record: "none",
  },
  { when: "our script is gone", prepare: ({ script }) => rm(script), record: "none" },
  { when: "IFS is odd", agent, env: (world) => ({ ...world.env, IFS: "/-." }) },
  { when: "HOME is nowhere", agent, env: (world) => ({ ...world.env, HOME: "/nowhere" }) },
];

/** What people do with git; every event fires, some more than once, one of them in a rebase. */
const COMMANDS: readonly (readonly string[])[] = [
  ["commit", "--allow-empty", "--message=root"],
  ["commit", "--allow-empty", "--amend", "--message=again"],
  ["checkout", "-b", "topic"],
  ["commit", "--allow-empty", "--message=one"],
  ["commit", "--allow-empty", "--message=two"],
  ["format-patch", "--always", "--output-directory=../patches", "-2"],
  ["switch", "main"],
  ["merge", "--no-ff", "--message=merged", "topic~1"],
  ["cherry-pick", "--allow-empty", "topic"],
  ["switch", "topic"],
  ["rebase", "--keep-empty", "main"],
  ["am", "--empty=keep", "../patches/0001-one.patch"],
  ["merge", "--ff-only", "main"],
  ["checkout", "--", "."],
  ["checkout", "nowhere"],
];

const ground = openGround();

const shells = shellsHere("git with hostile hooks").filter(
  ({ flags }) => !flags.includes("--posix"),
);

describe.concurrent.each(shells)("under $name", (shell) => {
  test.each(conditions)("git does and says what it does without hooks when $when", async (row) => {
    const bare = await build(
      { when: "there are no hooks" },
      { ground, shell, event: "post-merge" },
    );
    await rm(join(bare.repo, ".git", "hooks"), { recursive: true });
    const world = await build(row, { ground, shell, event: "post-merge" });
    await runUnder(shell, world);
    const wanted = await play(bare, bare.env);
    const seen = await play(world, row.env?.(world) ?? world.env);
    expect(seen.map(withoutWarning)).toEqual(wanted);
    expect(await recordedEvents(world)).toEqual(row.record === "none" ? [] : EVENTS);
  });
});

testNothingIsLeft(ground);

/** Has git run the hooks with a shell of our choice. */
async function runUnder({ program, flags }: Shell, { repo }: World): Promise<void> {
  for (const event of HOOK_EVENTS) {
    const hook = join(repo, ".git", "hooks", event);
    const text = await readFile(hook, "utf8");
    await writeFile(hook, text.replace(/^.*/, ["#!", program, " ", ...flags].join("")));
  }
}

async function play(world: World, env: NodeJS.ProcessEnv): Promise<readonly Observed[]> {
  const git = (...args: readonly string[]): Promise<Observed> =>
    observeRun("git", args, { cwd: world.repo, env: { ...env, ...SAME_EVERY_TIME } });
  await git("init", "--quiet", "--template=", "--initial-branch=main");
  const seen: Observed[] = [];
  for (const command of COMMANDS) seen.push(await git(...command));
  return seen;
}

const EVENTS = HOOK_EVENTS.toSorted();

async function recordedEvents({ spool }: World): Promise<readonly string[]> {
  const names = await readdir(spool).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(spool, name), "utf8")));
  return [...new Set(texts.map((text) => text.split("\t")[1] ?? ""))].toSorted();
}

const SAME_EVERY_TIME = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_EDITOR: "true",
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_AUTHOR_DATE: "2024-01-01T00:00:00Z",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.com",
  GIT_COMMITTER_DATE: "2024-01-01T00:00:00Z",
};

function withoutWarning(seen: Observed): Observed {
  return { ...seen, stderr: seen.stderr.replaceAll(WARNING, "") };
}
