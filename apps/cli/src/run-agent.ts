import { type Agent, type LogLevel, startAgent, systemClock } from "@hookline/core";
import type { Context } from "./context.ts";

/** What asks a process to end in good order. */
export const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Options of an agent that a command hosts. */
export interface HostOptions {
  /** Receives every line of the log as well. */
  readonly logLine?: (line: string) => void;
}

/**
 * Starts an agent in this process. Ctrl-C and the like end it in good order, within seconds.
 */
export async function hostAgent(context: Context, options: HostOptions = {}): Promise<Agent> {
  const { home, env, version } = context;
  const agent = await startAgent({
    home,
    env,
    version,
    clock: systemClock,
    logLevel: logLevel(env),
    ...options,
  });
  const stop = (signal: NodeJS.Signals): void => {
    void agent.stop(signal);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  void forgetSignals(agent, stop);
  return agent;
}

async function forgetSignals(agent: Agent, stop: (signal: NodeJS.Signals) => void): Promise<void> {
  await agent.stopped;
  for (const signal of STOP_SIGNALS) process.off(signal, stop);
}

/** `HOOKLINE_LOG=debug` shows everything; not a promise. */
function logLevel(env: NodeJS.ProcessEnv): LogLevel {
  return env["HOOKLINE_LOG"] === "debug" ? "debug" : "info";
}
