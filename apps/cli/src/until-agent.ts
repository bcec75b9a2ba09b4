import type { Health } from "@hookline/core/client";
import type { Context } from "./context.ts";
import { untilReady } from "./until.ts";

/** How long an agent may take until it answers; it may have to wait for a runner to end. */
export const START_DEADLINE_MS = 35_000;

/** Waits until an agent that stays answers; `undefined` when none does in time. */
export function untilAgent({ client }: Pick<Context, "client">): Promise<Health | undefined> {
  return untilReady(START_DEADLINE_MS, async () => {
    const health = await client.health();
    return health.kind === "ok" && !health.value.drains ? health.value : undefined;
  });
}
