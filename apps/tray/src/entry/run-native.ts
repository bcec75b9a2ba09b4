import { setTimeout as sleep } from "node:timers/promises";
import type { Client, Home } from "@hookline/core/client";
import type { AgentStarter } from "../app/agent-host.ts";
import { TrayApp } from "../app/tray-app.ts";
import type { NotificationPatience } from "../model/decide-notes.ts";
import { openLinuxShell } from "../shells/linux/open-linux-shell.ts";

/** What the tray is run with. */
export interface RunNativeOptions {
  readonly client: Client;
  readonly home: Home;
  readonly env: NodeJS.ProcessEnv;
  readonly starter: AgentStarter;
  /** The words with which the session starts the tray. */
  readonly startWords: readonly string[];
  /** Gets a line about what went wrong and has no other place. */
  readonly complain: (problem: string) => void;
  /** Called with a function that ends the tray in good order, once it is up. */
  readonly opened: (close: () => Promise<void>) => void;
  /** What a test of a real desktop needs. */
  readonly patience?: NotificationPatience;
  readonly beatMs?: number;
  readonly browserFlags?: readonly string[];
  readonly panelMs?: number;
}

/**
 * Runs the tray with the native Linux shell until somebody quits it.
 *
 * @returns `running-already` where another one shows itself now
 */
export async function runNative(options: RunNativeOptions): Promise<"ended" | "running-already"> {
  const { client, complain, env, home, starter } = options;
  const app = new TrayApp({
    ...options,
    homeFolder: env["HOME"],
    now: Date.now,
    sleep: async (ms, signal) => sleep(ms, undefined, { signal }),
    starter,
  });
  const address = async (view: string): Promise<string> => {
    const answer = await client.dashboard({ view });
    if (answer.kind === "ok") return answer.value.url;
    throw new Error(answer.kind === "refused" ? answer.message : "The agent does not answer.");
  };
  const opened = await openLinuxShell(
    {
      ...options,
      home,
      env,
      address,
      unhosted: (why) => void app.showInstead(why),
    },
    app.events,
  ).catch((error: unknown) => {
    complain(`The session bus cannot be reached: ${String(error)}`);
    throw error;
  });
  if (opened.kind === "running-already") return "running-already";
  await app.open(opened.shell);
  options.opened(() => app.close());
  await app.ended;
  return "ended";
}
