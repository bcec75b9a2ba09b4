import type { AgentEvent } from "./agent-event.ts";
import type { Status } from "./status-schema.ts";

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
    case "activity":
    case "alive":
    case "stopping":
      return status;
  }
}
