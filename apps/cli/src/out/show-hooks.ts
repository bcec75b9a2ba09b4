import type { AbsolutePath } from "@hookline/core/client";
import { type HookState, inspectHooks } from "@hookline/hooks";
import type { Context } from "../context.ts";
import { hookGit } from "../hook-git.ts";
import { hookPlan } from "../hook-plan.ts";

const HOW: Partial<Record<HookState["kind"], string>> = {
  config: "through git's configuration",
  file: "as files of their own",
  block: "as a marked block in your own hooks",
  pasted: "in your own hooks, where you pasted them",
  chained: "beside the hooks of another tool, which runs them",
};

/** Said where the setting switches hooks off. */
export const HOOKS_OFF =
  "Hooks are switched off (hookline.hooks); Hookline finds commits by watching the refs.";

/** Says how the hooks of a repository are installed, and what a person must do where we may not write. */
export async function showHooks(context: Context, path: AbsolutePath): Promise<void> {
  const { out, door } = context;
  const plan = await hookPlan(context, path);
  if (!plan.settings.hooks) {
    out.line(`  ${HOOKS_OFF}`);
    return;
  }
  const states = await inspectHooks(path, plan, hookGit(door));
  out.line(`  ${hooksSentence(states)}`);
  for (const { advice } of states.filter((state) => "advice" in state)) {
    out.line(`  ${out.paint("warning", "!")} ${advice.sentence}`);
    if (advice.snippet !== "") out.line(advice.snippet.replace(/^(?=.)/gm, "      ").trimEnd());
  }
}

/** Sums up the state of all hooks of a repository in one sentence. */
export function hooksSentence(states: readonly HookState[]): string {
  const ways = [...new Set(states.flatMap(({ kind }) => HOW[kind] ?? []))];
  const lacking = states.filter(({ kind }) => HOW[kind] === undefined);
  if (lacking.length === 0) return `Hooks are installed ${ways.join(" and ")}.`;
  const what = lacking.some(({ kind }) => kind === "displaced")
    ? "Another tool has taken the place of some hooks"
    : "Some hooks are not installed";
  const events = lacking.map(({ event }) => event).join(", ");
  const without = `${events} ${lacking.length === 1 ? "does" : "do"} not report`;
  return `${what} (${without}); Hookline finds those changes by watching the refs.`;
}
