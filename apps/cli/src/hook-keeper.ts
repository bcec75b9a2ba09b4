import type { HookKeeper } from "@hookline/core/client";
import { openHookKeeper } from "@hookline/hooks";
import type { Context } from "./context.ts";
import { hookGit } from "./hook-git.ts";
import { hookInstaller } from "./hook-installer.ts";
import { hookTargets } from "./hook-targets.ts";

/** Opens what looks after the hooks of the user's repositories, for the agent that a command hosts. */
export function hookKeeper(context: Context): HookKeeper {
  const { door, env, home } = context;
  const keeper = openHookKeeper({ git: hookGit(door), targets: () => hookTargets(home, env) });
  return { ...keeper, ...hookInstaller(context) };
}
