import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { makeHome } from "@hookline/core";
import { ConfigError, type Health } from "@hookline/core/client";
import type { Context } from "./context.ts";
import { untilReady } from "./until.ts";

/** How long an agent may take until it answers. */
const START_DEADLINE_MS = 15_000;

/**
 * Starts an agent in a process of its own, and waits until it answers.
 *
 * @param outlives whether it goes on after this process and its terminal
 * @throws ConfigError when it does not come up
 */
export async function spawnAgent(
  { client, env, home }: Context,
  { outlives }: { readonly outlives: boolean },
): Promise<Health> {
  const main = fileURLToPath(new URL("./main.js", import.meta.url));
  await makeHome(home);
  const child = spawn(process.execPath, [main, "agent", "--quiet"], {
    cwd: home.root,
    env: withoutGit(env),
    stdio: "ignore",
    detached: outlives,
    windowsHide: true,
  });
  const ended = new Promise<undefined>((resolve) => {
    child.once("error", () => resolve(undefined));
    child.once("exit", () => resolve(undefined));
  });
  child.unref();
  const health = await Promise.race([
    ended,
    untilReady(START_DEADLINE_MS, async () => {
      const answer = await client.health();
      return answer.kind === "ok" ? answer.value : undefined;
    }),
  ]);
  if (health !== undefined) return health;
  throw new ConfigError("The agent did not start.", {
    code: "agent-not-started",
    hint: "Run `hookline agent` to see why, or read `hookline log`.",
  });
}

/** What git hooks leave in the environment must not reach a process that outlives them. */
function withoutGit(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("GIT_")));
}
