import { dirname, join } from "node:path";
import {
  type AbsolutePath,
  absolutePath,
  type HookChecker,
  type HookEvent,
  HooklineError,
  type HookSettings,
} from "@hookline/core/client";
import type { HookFacts } from "./decide/hook-facts.ts";
import { hookStates } from "./decide/hook-state.ts";
import { decideRenewal } from "./decide/hook-steps.ts";
import { hookTroubles, reports } from "./decide/hook-trouble.ts";
import { fingerprint } from "./fingerprint.ts";
import type { HookGit } from "./hook-git.ts";
import { observeHooks } from "./observe-hooks.ts";
import { runStep } from "./run-step.ts";
import { hookScript } from "./script/hook-script.ts";
import type { HookTargets } from "./script/hook-targets.ts";
import { shPath } from "./script/sh-quote.ts";

/** What a keeper needs. */
export interface HookKeeperParts {
  /** What is baked into the scripts; asked for whenever one is looked at anew. */
  readonly targets: () => Promise<HookTargets>;
  readonly git: HookGit;
}

/** What is remembered of the last look at a repository's hooks. */
interface Known {
  readonly settings: string;
  /** The events that have ever reported. */
  readonly wereWell: ReadonlySet<HookEvent>;
  readonly sentences: readonly string[];
  /** Everything whose change may change the states. */
  readonly paths: readonly AbsolutePath[];
  /** What those looked like before that look; `undefined` where it was not known yet what to watch. */
  readonly fingerprint: string | undefined;
}

/**
 * Opens the keeper of the hooks of all repositories.
 *
 * A look that finds every file as it was costs some twenty calls of `lstat` and no process.
 */
export function openHookKeeper(parts: HookKeeperParts): HookChecker {
  const all = new Map<AbsolutePath, Known>();
  return {
    async check(repo, { hooks, waitMs, fallback }) {
      const settings = { hooks, waitMs, fallback };
      try {
        const known = await keep(parts, repo, settings, all.get(repo));
        all.set(repo, known);
        return known.sentences;
      } catch (problem) {
        const last = all.get(repo);
        if (last !== undefined) all.set(repo, { ...last, fingerprint: undefined });
        return trouble(problem);
      }
    },
  };
}

/** Says what is wrong with our own files. Where git gives no answer, the look itself has said so. */
function trouble(problem: unknown): readonly string[] {
  const says = (what: string): string => `Hookline cannot look after its hooks: ${what}`;
  if (!(problem instanceof HooklineError)) return [says(String(problem))];
  if (problem.code.startsWith("git-")) return [];
  return [says([`${problem.message}.`, problem.hint ?? []].flat().join(" "))];
}

async function keep(
  { targets, git }: HookKeeperParts,
  repo: AbsolutePath,
  settings: HookSettings,
  last: Known | undefined,
): Promise<Known> {
  const asked = JSON.stringify(settings);
  const now = last && (await fingerprint(last.paths));
  if (last?.fingerprint !== undefined && last.fingerprint === now && last.settings === asked) {
    return last;
  }
  const facts = await observeHooks(repo, git);
  const baked = await targets();
  const script = hookScript(baked, settings);
  const serves = servesUs(facts, baked, settings) ? "us" : "others";
  const steps = serves === "us" ? decideRenewal(facts, script) : [];
  for (const step of steps) await runStep(repo, step, git);
  const renewed = steps.length === 0 ? facts : await observeHooks(repo, git);
  const states = hookStates(renewed, script);
  const well = states.filter(reports).map(({ event }) => event);
  const wereWell = new Set([...(last?.wereWell ?? []), ...well]);
  const paths = watched(renewed, await git.configFiles(repo));
  // What changed between finding out what to watch and watching it is found the next time.
  const isConfirmed = steps.length === 0 && last?.paths.join("\n") === paths.join("\n");
  return {
    settings: asked,
    wereWell,
    sentences: settings.hooks ? hookTroubles(renewed, states, { repo, serves, wereWell }) : [],
    paths,
    fingerprint: isConfirmed ? now : undefined,
  };
}

/** Two state folders would write one script by turns for ever. One that is switched off is nobody's. */
function servesUs({ script }: HookFacts, targets: HookTargets, settings: HookSettings): boolean {
  if (script === undefined) return true;
  return (
    script.includes(shPath(targets.spool)) ||
    script === hookScript(targets, { ...settings, hooks: false })
  );
}

function watched(facts: HookFacts, configs: readonly AbsolutePath[]): readonly AbsolutePath[] {
  const { paths, folder } = facts;
  const commonDir = dirname(paths.folder);
  const below = (name: string): AbsolutePath => absolutePath(join(commonDir, name));
  return [
    ...new Set([
      ...["config", "config.worktree", "hooks"].map(below),
      ...configs,
      folder,
      ...[...facts.hooks, ...facts.shadowed, ...facts.asides].map(({ path }) => path),
      paths.script,
      paths.gitconfig,
    ]),
  ];
}
