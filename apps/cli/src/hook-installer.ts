import type { HookInstaller } from "@hookline/core";
import { installHooks, uninstallHooks } from "@hookline/hooks";
import type { Context } from "./context.ts";
import { hookGit } from "./hook-git.ts";
import { hookPlan } from "./hook-plan.ts";

/** Makes what puts this machine's hooks into repositories, and takes them out again. */
export function hookInstaller(context: Pick<Context, "door" | "env" | "home">): HookInstaller {
  const git = hookGit(context.door);
  return {
    install: async (repo) => void (await installHooks(repo, await hookPlan(context, repo), git)),
    uninstall: async (repo) => void (await uninstallHooks(repo, git)),
  };
}
