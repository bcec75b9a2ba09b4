import type { Context } from "./context.ts";
import { followStatus } from "./follow-status.ts";
import { liveLines } from "./out/live-lines.ts";
import { statusLines } from "./out/print-status.ts";
import { hostAgent } from "./run-agent.ts";
import { showAgent } from "./show-agent.ts";
import { openTrayBeside } from "./spawn-tray.ts";

/**
 * Shows an agent at work until Ctrl-C: one of our own, or the one that runs already; with the tray beside
 * it where there is a desktop.
 *
 * @param above lines that stay over the view
 */
export async function runShown(context: Context, above: readonly string[]): Promise<void> {
  const { client } = context;
  const health = await client.health();
  const isOurs = health.kind !== "ok" || health.value.drains;
  const agent = isOurs ? await hostAgent(context) : undefined;
  const tray = openTrayBeside(context);
  const all = [...above, tray.says, ""];
  try {
    if (agent !== undefined) return await showAgent(context, agent, all);
    await client.reload();
    await showRunning(context, all);
  } finally {
    tray.close();
  }
}

/** The agent is somebody else's: Ctrl-C ends only the view. */
async function showRunning(context: Context, above: readonly string[]): Promise<void> {
  const { out, env } = context;
  for (const line of above) out.line(line);
  const live = liveLines(out);
  const interrupted = Promise.withResolvers<undefined>();
  const stop = (): void => interrupted.resolve(undefined);
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const statuses = followStatus(context);
  try {
    for (;;) {
      const next = await Promise.race([statuses.next(), interrupted.promise]);
      if (next === undefined || next.done === true) return;
      live.show(
        statusLines(next.value, { now: Date.now(), homeFolder: env["HOME"], paint: out.paint }),
      );
    }
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
    live.end();
    void statuses.return(undefined);
  }
}
