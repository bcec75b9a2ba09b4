import type { Status } from "@hookline/core/client";
import { applyEvent } from "@hookline/core/protocol";
import { answered } from "./ask-agent.ts";
import type { Context } from "./context.ts";

/** Follows the status of the agent: whole at first, then at each change, until the agent or the process ends. */
export async function* followStatus({ client, home }: Context): AsyncGenerator<Status> {
  const stop = new AbortController();
  try {
    const events = answered(await client.events(stop.signal), home);
    if (events === undefined) return;
    let status: Status | undefined;
    for await (const event of events.value) {
      const next = applyEvent(status, event);
      if (next === undefined || next === status) continue;
      status = next;
      yield status;
    }
  } finally {
    stop.abort();
  }
}
