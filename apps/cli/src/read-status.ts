import { statusWithoutAgent, systemClock } from "@hookline/core";
import type { Status } from "@hookline/core/client";
import { answered } from "./ask-agent.ts";
import type { Context } from "./context.ts";
import { isStopping } from "./stop-agent.ts";

/** Asks the agent for the status, or puts it together here when none runs. */
export async function readStatus({ client, door, home }: Context): Promise<Status> {
  const answer = await client.status();
  const fromAgent = isStopping(answer) ? undefined : answered(answer, home);
  return fromAgent?.value ?? statusWithoutAgent(door, home, systemClock);
}

/** Keeps one repository, or all of them. */
export function onlyRepository(status: Status, path: string | null): Status {
  if (path === null) return status;
  return { ...status, repositories: status.repositories.filter((one) => one.path === path) };
}
