import { ConfigError } from "@hookline/core/client";
import { answered } from "./ask-agent.ts";
import type { Context } from "./context.ts";
import { untilReady } from "./until.ts";

/** A push under way is ended within seconds; more is a hang. */
const STOP_DEADLINE_MS = 20_000;

/**
 * Ends the agent and waits until it is gone.
 *
 * @returns false when there was none
 * @throws ConfigError when it does not go
 */
export async function stopAgent({
  client,
  home,
}: Pick<Context, "client" | "home">): Promise<boolean> {
  if (answered(await client.stop(), home) === undefined) return false;
  const gone = await untilReady(STOP_DEADLINE_MS, async () =>
    (await client.health()).kind === "no-agent" ? true : undefined,
  );
  if (gone === true) return true;
  throw new ConfigError("The agent agreed to stop, but it is still there.", {
    code: "agent-does-not-stop",
    hint: "Read `hookline log`; ending its process by force loses nothing.",
  });
}
