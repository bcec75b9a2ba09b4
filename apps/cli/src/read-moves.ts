import { movesWithoutAgent, systemClock } from "@hookline/core";
import type { AbsolutePath, MovesReply } from "@hookline/core/client";
import { answered } from "./ask-agent.ts";
import type { Context } from "./context.ts";

/** The most moves that the agent gives at once. */
const MOST = 10_000;

/** Asks the agent which refs were moved, or reads it here when none runs; newest first. */
export async function readMoves(
  { client, home }: Context,
  repository: AbsolutePath | null,
  count: number,
): Promise<MovesReply> {
  const request = { repository, limit: Math.min(MOST, Math.max(1, count)) };
  const fromAgent = answered(await client.moves(request), home);
  return fromAgent?.value ?? movesWithoutAgent(home, systemClock, request);
}
