import { chmod, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { findSetsid, type RunnerPlan, runnerScript } from "../src/index.ts";
import type { Condition, Deed } from "./hostile/condition.ts";
import { hostileSuite } from "./hostile/hostile-suite.ts";
import { HANGS, standIn, withGate } from "./hostile/stand-ins.ts";
import type { World } from "./hostile/world.ts";
import { run } from "./scratch-repository.ts";

const setsid = await findSetsid(process.env["PATH"]);

/** Renders the world's real runner, with a stand-in for node. */
async function render(world: World, node: string, more: Partial<RunnerPlan> = {}): Promise<void> {
  const plan: RunnerPlan = {
    node: standIn(world.root, "node", node),
    flags: ["--no-warnings"],
    main: world.script,
    home: world.home,
    setsid,
    env: { HOME: world.person, PATH: process.env["PATH"] },
    ...more,
  };
  await writeFile(world.runner, runnerScript(plan));
}

/** Notes what it was started with, outside of the world. */
const NOTES = `{ echo "$*"; env; ls /proc/$$/fd; } >"$PWD.notes" 2>&1; mv "$PWD.notes" "$PWD.proof"`;

/** A runner whose node is `node`. */
const withNode =
  (node: string, more: Partial<RunnerPlan> = {}): Deed =>
  (world) =>
    render(world, node, more);

const isStarted: Deed = ({ proof, home }) =>
  vi.waitFor(async () => {
    const notes = await readFile(proof, "utf8");
    expect(notes).toContain("agent --drain --quiet");
    expect(notes).toContain(`HOOKLINE_HOME=${home}`);
    expect(notes).not.toMatch(/^(?:GIT_DIR|NODE_OPTIONS)=/m);
    // Its own script may be open on a descriptor from 10 on.
    expect(notes).not.toMatch(/^[3-9]$/m);
  });

const CLAIMS: readonly (readonly [what: string, put: (path: string) => unknown])[] = [
  ["is empty", (path) => writeFile(path, "")],
  ["holds no number", (path) => writeFile(path, "not a number\n")],
  ["holds -1", (path) => writeFile(path, "-1\n")],
  ["holds 0", (path) => writeFile(path, "0\n")],
  ["holds a process that is gone", (path) => writeFile(path, "4194303\n")],
  ["holds somebody else's process", (path) => writeFile(path, `${process.ppid}\n`)],
  ["holds a huge number", (path) => writeFile(path, `${"9".repeat(400)}\n`)],
  ["holds a command", (path) => writeFile(path, "$(touch ../pwned) `touch ../pwned`\n")],
  ["is a folder", (path) => mkdir(path)],
  ["is a fifo", (path) => run("mkfifo", [path])],
  ["is a link to nowhere", (path) => symlink("/nowhere/at/all", path)],
  ["is a link to itself", (path) => symlink(path, path)],
];

const RUNNERS: readonly (readonly [what: string, put: (path: string) => unknown])[] = [
  ["is gone", () => {}],
  ["is empty", (path) => writeFile(path, "")],
  ["is a folder", (path) => mkdir(path)],
  ["is a fifo", (path) => run("mkfifo", [path])],
  ["is no script", (path) => writeFile(path, Buffer.alloc(4096, 0xfe))],
  ["is broken", (path) => writeFile(path, "if (\n")],
  ["is cut in the middle", (path) => writeFile(path, "#!/bin/sh\ncd '/nowh")],
  ["prints much", (path) => writeFile(path, "printf '%09999d\\n' 1 >&2; printf '%09999d\\n' 1\n")],
  ["ends its parent", (path) => writeFile(path, "kill -TERM $PPID; exit 3\n")],
  ["fails", (path) => writeFile(path, "exit 3\n")],
];

const conditions: readonly Condition[] = [
  { when: "there is no agent", prepare: withNode(NOTES), afterwards: isStarted },
  {
    when: "there is no agent and no environment",
    script: 'exec /usr/bin/env -i "$@"',
    prepare: withNode(NOTES),
    afterwards: isStarted,
  },
  {
    when: "there is no agent and git's and node's variables are set",
    env: (world) => ({ ...world.env, GIT_DIR: ".git", NODE_OPTIONS: "--require /nowhere.js" }),
    prepare: withNode(NOTES),
    afterwards: isStarted,
  },
  {
    when: "there is no agent and no setsid",
    prepare: withNode(NOTES, { setsid: undefined }),
    afterwards: isStarted,
  },
  {
    when: "node is gone",
    prepare: async (world) => {
      await render(world, "");
      await rm(join(world.root, "node"));
    },
  },
  {
    when: "node may not be run",
    prepare: async (world) => {
      await render(world, "");
      await chmod(join(world.root, "node"), 0o644);
    },
  },
  { when: "node crashes", prepare: withNode("kill -SEGV $$") },
  { when: "node prints noise", prepare: withNode("echo wrong; echo wrong >&2; exit 9") },
  {
    when: "node hangs",
    prepare: async (world, stage) => {
      await withGate(world, stage);
      await render(world, HANGS);
    },
  },
  {
    when: "node hangs and is waited for",
    settings: { fallback: "wait" },
    prepare: async (world, stage) => {
      await withGate(world, stage);
      await render(world, HANGS);
    },
  },
  {
    when: "node hangs without a setsid and heeds no signal",
    prepare: async (world, stage) => {
      await withGate(world, stage);
      await render(world, `trap '' HUP INT TERM; ${HANGS}`, { setsid: undefined });
    },
  },
  {
    when: "the state folder is read-only",
    byOther: true,
    prepare: async (world) => {
      await render(world, NOTES);
      await chmod(world.home, 0o555);
    },
  },
  {
    when: "the runner may not be read",
    byOther: true,
    prepare: async (world) => {
      await render(world, NOTES);
      await chmod(world.runner, 0);
    },
  },
  ...RUNNERS.flatMap(([what, put]): Condition[] => {
    const prepare = async ({ runner }: World): Promise<void> => {
      await rm(runner);
      await put(runner);
    };
    return [
      { when: `the runner ${what}`, prepare },
      { when: `the runner ${what} and is waited for`, prepare, settings: { fallback: "wait" } },
    ];
  }),
  ...CLAIMS.map(
    ([what, put]): Condition => ({
      when: `the claim ${what}`,
      prepare: async (world) => {
        await render(world, NOTES);
        await put(world.claim);
      },
    }),
  ),
];

hostileSuite("hooks with a hostile runner", conditions);
