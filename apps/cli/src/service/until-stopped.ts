import { untilReady } from "../until.ts";
import { runTool } from "./run-tool.ts";
import type { ServiceManager } from "./service-manager.ts";

/** As long as an agent may take to end once it answers no more. */
const DEADLINE_MS = 20_000;

/**
 * Waits until a manager knows that its agent has ended. An agent is silent a moment before its process is gone,
 * and to start a service that still counts as running does nothing.
 */
export async function untilStopped(
  { ask, read }: Pick<ServiceManager, "ask" | "read">,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  await untilReady(DEADLINE_MS, async () =>
    read(await runTool(ask, env)).running === true ? undefined : true,
  );
}
