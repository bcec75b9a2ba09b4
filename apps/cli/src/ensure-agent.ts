import { hungAgent } from "./ask-agent.ts";
import type { Context } from "./context.ts";
import { agentLine } from "./out/agent-line.ts";
import { startInBackground } from "./start-in-background.ts";

/** Has an agent run that stays: the one that does, or one that is started in the background, and told. */
export async function ensureAgent(context: Context): Promise<void> {
  const { client, home, out } = context;
  const running = await client.health();
  if (running.kind === "hung") throw hungAgent(home);
  if (running.kind === "ok" && !running.value.drains) return;
  const { pid } = await out.during("Starting the agent", startInBackground(context));
  out.trouble(agentLine(context, "The agent is running", pid));
}
