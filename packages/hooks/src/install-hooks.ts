import type { AbsolutePath } from "@hookline/core/client";
import { type HookState, hookStates } from "./decide/hook-state.ts";
import { decideInstall, decideUninstall } from "./decide/hook-steps.ts";
import type { HookGit } from "./hook-git.ts";
import { observeHooks } from "./observe-hooks.ts";
import { runStep } from "./run-step.ts";
import { hookScript } from "./script/hook-script.ts";
import type { HookPlan } from "./script/hook-targets.ts";

/** What an install did, and where every event stands after it. */
export interface InstallResult {
  /** False when everything was there already. */
  readonly changed: boolean;
  readonly hooks: readonly HookState[];
}

/**
 * Installs Hookline's hooks in a repository, or brings them up to date.
 *
 * Linked worktrees share them. Foreign hooks keep running; where they leave no
 * room, the state says what to paste. Doing it twice changes nothing.
 *
 * @throws InputError when git or the file system refuses
 */
export async function installHooks(
  repo: AbsolutePath,
  plan: HookPlan,
  git: HookGit,
): Promise<InstallResult> {
  const script = hookScript(plan.targets, plan.settings);
  const steps = decideInstall(await observeHooks(repo, git), script);
  for (const step of steps) await runStep(repo, step, git);
  return { changed: steps.length > 0, hooks: await inspectHooks(repo, plan, git) };
}

/**
 * Takes out exactly what {@link installHooks} put in.
 *
 * Lines that a person pasted stay: without our script they do nothing. So may
 * an empty `[include]` that git keeps when a comment stands above it.
 *
 * @returns whether anything was there
 * @throws InputError when git or the file system refuses
 */
export async function uninstallHooks(repo: AbsolutePath, git: HookGit): Promise<boolean> {
  const steps = decideUninstall(await observeHooks(repo, git));
  for (const step of steps) await runStep(repo, step, git);
  return steps.length > 0;
}

/** Says for every event whether and how it reaches Hookline. Changes nothing. */
export async function inspectHooks(
  repo: AbsolutePath,
  plan: HookPlan,
  git: HookGit,
): Promise<readonly HookState[]> {
  return hookStates(await observeHooks(repo, git), hookScript(plan.targets, plan.settings));
}
