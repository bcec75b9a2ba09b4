import { ConfigError } from "@hookline/core/client";
import type { Context } from "./context.ts";

/**
 * Refuses to start an agent anew that would come back as another one: its repositories stand on the command line
 * that it was started with, and nobody else knows them.
 *
 * @throws ConfigError
 */
export async function refuseHeadless({ client }: Pick<Context, "client">): Promise<void> {
  const status = await client.status();
  if (status.kind !== "ok" || status.value.agent?.headless !== true) return;
  throw new ConfigError("The agent that runs was told its repositories on its command line.", {
    code: "headless-agent",
    hint: "Restart it where it was started, such as its container, or end it with `hookline stop` first.",
  });
}
