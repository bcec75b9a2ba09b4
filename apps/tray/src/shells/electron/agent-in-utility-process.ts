import { type Client, ConfigError } from "@hookline/core/client";
import type { utilityProcess } from "electron";
import type { AgentStarter } from "../../app/agent-host.ts";

/** How long an agent may take to answer. */
const START_MS = 15_000;
const LOOK_EVERY_MS = 100;

/**
 * Starts the agent in a utility process of Electron: a Node of its own, so that git and the database
 * never hold up a menu, and what crashes there takes no icon along.
 *
 * @param cli the command line's main file
 */
export function agentInUtilityProcess(
  { fork }: Pick<typeof utilityProcess, "fork">,
  client: Pick<Client, "health">,
  cli: string,
): AgentStarter {
  return {
    async start() {
      const child = fork(cli, ["agent", "--quiet"], {
        serviceName: "Hookline agent",
        stdio: "ignore",
      });
      const ended = { yet: false };
      child.once("exit", () => {
        ended.yet = true;
      });
      for (const until = Date.now() + START_MS; Date.now() < until && !ended.yet; ) {
        const health = await client.health();
        if (health.kind === "ok" && !health.value.drains) return;
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
      throw new ConfigError("The agent did not start.", {
        code: "agent-not-started",
        hint: "Read `hookline log`, or run `hookline agent` to see what it says.",
      });
    },
  };
}
