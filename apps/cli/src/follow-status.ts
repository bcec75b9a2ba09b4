import type { AgentEvent, Status } from "@hookline/core/client";
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

/** Brings a status up to date with one event of the stream. */
export function applyEvent(status: Status | undefined, event: AgentEvent): Status | undefined {
  if (event.type === "status") return event.status;
  if (status === undefined) return undefined;
  switch (event.type) {
    case "repository": {
      const { repository } = event;
      const known = status.repositories.some(({ path }) => path === repository.path);
      return {
        ...status,
        repositories: known
          ? status.repositories.map((one) => (one.path === repository.path ? repository : one))
          : [...status.repositories, repository],
      };
    }
    case "queue":
      return { ...status, queue: event.queue };
    case "gone":
      return {
        ...status,
        repositories: status.repositories.filter(({ path }) => path !== event.path),
      };
    case "alive":
    case "stopping":
      return status;
  }
}
