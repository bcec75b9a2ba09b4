import type { Health } from "@hookline/core/client";
import type { Context } from "./context.ts";
import { isServiceThere, lookAtService } from "./service/look-at-service.ts";
import { runTool } from "./service/run-tool.ts";
import { untilStopped } from "./service/until-stopped.ts";
import { spawnAgent } from "./spawn-agent.ts";
import { untilAgent } from "./until-agent.ts";

/**
 * Starts an agent that outlives this process, and waits until it answers: by the service where one is installed
 * for this state folder, so that it is started again when it crashes, else as a process of its own.
 *
 * @throws ConfigError when it does not come up
 */
export async function startInBackground(context: Context): Promise<Health> {
  const byService = isServiceThere(context) && (await startService(context));
  const health = byService ? await untilAgent(context) : undefined;
  return health ?? spawnAgent(context, { outlives: true });
}

/** Has the service started; false where that is not to be had. */
async function startService(context: Context): Promise<boolean> {
  const { manager, starts, missing, reachable, state } = await lookAtService(context);
  if (starts?.home !== context.home.root || missing !== null) return false;
  if (!reachable || !state.enabled || state.other !== null) return false;
  await untilStopped(manager, context.env);
  for (const call of manager.start) {
    const answer = await runTool(call, context.env);
    const isDone = answer.kind === "ended" && answer.code === 0;
    if (!isDone && call.mayFail !== true) return false;
  }
  return true;
}
