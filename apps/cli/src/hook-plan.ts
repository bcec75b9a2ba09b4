import { listTrustedConfig, loadSettings, openGit } from "@hookline/core";
import type { AbsolutePath } from "@hookline/core/client";
import type { HookPlan } from "@hookline/hooks";
import type { Context } from "./context.ts";
import { hookTargets } from "./hook-targets.ts";

/**
 * Works out what a repository's hook script is rendered from: this machine, and the settings in force.
 *
 * Where git cannot list them they are as by default, until the agent has read them.
 */
export async function hookPlan(
  { door, env, home }: Pick<Context, "door" | "env" | "home">,
  path: AbsolutePath,
): Promise<HookPlan> {
  const listed = await listTrustedConfig(openGit(door, path), path);
  const entries = listed.kind === "listed" ? listed.entries : [];
  const { hooks, waitMs, fallback } = loadSettings(entries, env).settings;
  return { targets: await hookTargets(home, env), settings: { hooks, waitMs, fallback } };
}
