import { randomUUID } from "node:crypto";
import { readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { type AbsolutePath, CANARY, type HookEvent } from "@hookline/core/client";
import { type HookPart, hookParts } from "./decide/canary-part.ts";
import { type HookState, hookStates } from "./decide/hook-state.ts";
import type { HookGit } from "./hook-git.ts";
import { observeHooks } from "./observe-hooks.ts";
import { type HookEnd, type RunOptions, runPart } from "./run-part.ts";
import { hookScript } from "./script/hook-script.ts";
import type { HookPlan } from "./script/hook-targets.ts";

/** Where every hook of a repository stands, and what of each can be run to prove it. */
export interface ExaminedHooks {
  readonly states: readonly HookState[];
  readonly parts: readonly HookPart[];
}

/**
 * Says for every event whether and how it reaches Hookline, and how that can be tried. Changes
 * nothing.
 *
 * @throws InputError when git cannot answer, or a file of ours cannot be read
 */
export async function examineHooks(
  repo: AbsolutePath,
  plan: HookPlan,
  git: HookGit,
): Promise<ExaminedHooks> {
  const facts = await observeHooks(repo, git);
  const states = hookStates(facts, hookScript(plan.targets, plan.settings));
  return { states, parts: hookParts(states, facts.paths.script) };
}

/** A record that proves that a hook is heard; nothing happened. */
export interface Canary {
  readonly event: HookEvent;
  readonly id: string;
  /** How the hook ended. */
  readonly ended: Promise<HookEnd>;
}

/** Runs our part of a hook as git would, from the top of the work tree. It leaves a canary. */
export function sendCanary({ event, script }: HookPart, options: RunOptions): Canary {
  const id = randomUUID();
  return {
    event,
    id,
    ended: runPart(script, { ...options, env: hookEnvironment(options.env, id) }),
  };
}

/** A hook's environment, without what an outer git says of another repository. */
function hookEnvironment(env: NodeJS.ProcessEnv, id: string): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(([name]) => !name.startsWith("GIT_"));
  return { ...Object.fromEntries(others), HOOKLINE_CANARY: id };
}

/** Takes canaries out of the spool that nobody has read, and says which of them lay there. */
export async function takeCanaries(
  spool: AbsolutePath,
  ids: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    ids.map(async (id) => {
      const path = join(spool, `${id}.req`);
      const text = await readFile(path, "utf8").catch(() => "");
      const isOurs = text.startsWith(`v1\t${CANARY}\t${id}\t`);
      if (isOurs) await unlink(path).catch(() => undefined);
      return isOurs ? [id] : [];
    }),
  );
  return found.flat();
}
