import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HOOK_EVENTS, type HookEvent } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { leaveOut, type Shell, shellsHere } from "../shells.ts";
import { readTree } from "../tree.ts";
import { argumentsOf, type Condition, type Fate, type Stage } from "./condition.ts";
import { openGround, testNothingIsLeft } from "./ground.ts";
import { listenAndLie } from "./lying-server.ts";
import { type Observed, observeRun } from "./observe-run.ts";
import { makeWorld, type World } from "./world.ts";

/** An ordinary user who is not the owner of anything here. */
const OTHER = 65_534;
const asRoot = process.getuid?.() === 0;

/** How a hook is run: as git does, or with a terminal. */
export type HookRunner = (world: World, stage: Stage, condition: Condition) => Promise<Observed>;

interface SuiteOptions {
  readonly runHook?: HookRunner;
  /** Whether bash in its other mode is worth the time. */
  readonly alsoPosix?: boolean;
}

/**
 * Tests every condition with every hook under every shell: the hook succeeds, in bounded time, says
 * at most one known line, keeps nobody's descriptor, writes nowhere else, and leaves its record.
 */
export function hostileSuite(
  part: string,
  conditions: readonly Condition[],
  { runHook = asGitDoes, alsoPosix = false }: SuiteOptions = {},
): void {
  const ground = openGround();
  for (const { when, leftOut, beyond } of conditions) {
    if (leftOut !== undefined) leaveOut(`hooks when ${when}`, leftOut);
    if (beyond !== undefined) leaveOut(`${beyond.shells.join(", ")} when ${when}`, beyond.why);
  }
  const possible = conditions.filter(({ leftOut }) => leftOut === undefined);
  const shells = shellsHere(part).filter(({ flags }) => alsoPosix || !flags.includes("--posix"));
  describe.concurrent.each(shells)("under $name", (shell) => {
    const here = possible.filter(({ beyond }) => beyond?.shells.includes(shell.name) !== true);
    describe.each(here)("when $when", (condition) => {
      test.each(HOOK_EVENTS)("%s goes by", async (event) => {
        const stage = { ground, shell, event };
        const world = await build(condition, stage);
        const before = await readTree(world.root);
        const seen = await runHook(world, stage, condition);
        expect(seen).toEqual({ ...UNHARMED, stderr: seen.stderr });
        expectFewWords(seen.stderr, condition, event);
        expect(untouched(await readTree(world.root))).toEqual(untouched(before));
        expectFate(condition.record ?? "kept", await readRecords(world), event);
        await condition.afterwards?.(world, stage);
      });
    });
  });
  testNothingIsLeft(ground);
}

const UNHARMED: Observed = { code: 0, signal: null, stdout: "", stderr: "", held: [] };

/** Builds the world of a case. */
export async function build(
  { names, settings, client, prepare, agent, byOther }: Condition,
  stage: Stage,
): Promise<World> {
  const root = stage.ground.place();
  const options = { names, settings, client, forOthers: byOther };
  const world = await makeWorld(root, options);
  if (agent !== undefined) {
    await mkdir(dirname(world.socket), { recursive: true });
    const server = await listenAndLie(world.socket, agent);
    stage.ground.later(() => server.close());
    await writeFile(world.pid, `${process.pid}\n`);
  }
  await prepare?.(world, stage);
  return world;
}

/** Runs the hook as git would, but under a shell of our choice. */
const asGitDoes: HookRunner = (world, { shell, event }, condition) => {
  const { script = 'exec "$@"', env, byOther, pipes } = condition;
  const line = hookLine(world, shell, event);
  return observeRun("/bin/sh", ["-c", script, "sh", ...line], {
    cwd: world.repo,
    env: env?.(world) ?? world.env,
    uid: byOther === true && asRoot ? OTHER : undefined,
    pipes,
  });
};

/** The command line that runs the hook of an event. */
export function hookLine(world: World, shell: Shell, event: HookEvent): readonly string[] {
  const hook = join(world.repo, ".git", "hooks", event);
  return [shell.program, ...shell.flags, hook, ...argumentsOf(event)];
}

function expectFewWords(
  stderr: string,
  { says = [""], shellLines }: Condition,
  event: HookEvent,
): void {
  if (shellLines === undefined) {
    expect(typeof says === "function" ? says(event) : says).toContain(stderr);
  } else {
    expect(stderr).not.toContain("[Hookline");
    expect(stderr.split("\n").length - 1).toBeLessThanOrEqual(shellLines);
  }
}

/** Where the hook may write; the rest must stay as it was. */
const OURS = /^[^/]+\/(?:spool(?:\/.*)?|poked|runner\.pid|runner\.broken)$/;

function untouched(tree: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !OURS.test(path)));
}

/** The lines of all records in the spool; none where there is no spool. */
async function readRecords({ spool }: World): Promise<readonly string[]> {
  const names = await readdir(spool).catch(() => []);
  const files = names.filter((name) => name.endsWith(".req"));
  return Promise.all(files.map((name) => readFile(join(spool, name), "utf8")));
}

function expectFate(fate: Fate, records: readonly string[], event: HookEvent): void {
  const whole = new RegExp(`^v1\\t${event}\\t\\d+-\\d+\\t[^\\t\\n]+\\t[^\\t\\n]*\\n$`);
  if (fate === "kept") expect(records).toEqual([expect.stringMatching(whole)]);
  if (fate === "none") expect(records).toEqual([]);
  if (fate === "hint") expect(records).toHaveLength(1);
  if (fate === "either") expect(records.length).toBeLessThanOrEqual(1);
}
