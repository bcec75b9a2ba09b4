import { setTimeout as sleep } from "node:timers/promises";
import { type Client, HooklineError } from "@hookline/core/client";

/** A runner's push under way is ended within seconds; more is a hang. */
const PATIENCE_MS = 20_000;
const BETWEEN_MS = 50;

/** Tells whether something could not be done because somebody has the agent's lock. */
export function isAgentRunning(error: unknown): boolean {
  return error instanceof HooklineError && error.code === "agent-running";
}

/**
 * Does something that only one process at a time can do, as soon as the state folder is free.
 *
 * Waits for those who leave it by themselves: an agent that starts or ends, and a command that does
 * the agent's work. A runner is asked to end; nothing is lost, since what it had to do still waits.
 *
 * @throws HooklineError `agent-running` when an agent is there to stay, or in the time given nobody
 * left
 */
export async function onceFree<Result>(
  client: Client,
  work: () => Promise<Result>,
): Promise<Result> {
  const over = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isAgentRunning(error) || performance.now() > over) throw error;
      if (!(await willLeave(client))) throw error;
    }
    await sleep(BETWEEN_MS);
  }
}

async function willLeave(client: Client): Promise<boolean> {
  const health = await client.health();
  if (health.kind === "hung") return false;
  if (health.kind !== "ok") return true;
  if (health.value.drains) await client.stop();
  return health.value.drains;
}
