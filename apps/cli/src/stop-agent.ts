import { type Answer, ConfigError } from "@hookline/core/client";
import { answered } from "./ask-agent.ts";
import type { Context } from "./context.ts";
import { untilReady } from "./until.ts";

/** A push under way is ended within seconds; more is a hang. */
const STOP_DEADLINE_MS = 20_000;

/** What was stopped: an agent that would have stayed, a runner that would soon have ended, or nothing. */
export type Stopped = "agent" | "runner" | "nothing";

/**
 * Ends the agent and waits until it is gone.
 *
 * @throws ConfigError when it does not go
 */
export async function stopAgent({
  client,
  home,
}: Pick<Context, "client" | "home">): Promise<Stopped> {
  const health = await client.health();
  const isRunner = health.kind === "ok" && health.value.drains;
  const answer = await client.stop();
  if (!isStopping(answer) && answered(answer, home) === undefined) return "nothing";
  const gone = await untilReady(STOP_DEADLINE_MS, async () =>
    (await client.health()).kind === "no-agent" ? true : undefined,
  );
  if (gone === true) return isRunner ? "runner" : "agent";
  throw new ConfigError("The agent agreed to stop, but it is still there.", {
    code: "agent-does-not-stop",
    hint: "Read `hookline log`; ending its process by force loses nothing.",
  });
}

/** Whether an agent did not serve a request because it is about to end. */
export function isStopping(answer: Answer<unknown>): boolean {
  return answer.kind === "refused" && answer.code === "stopping";
}
