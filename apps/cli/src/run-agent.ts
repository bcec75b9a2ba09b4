import { constants } from "node:os";
import {
  type Agent,
  type CloneOrder,
  type ListenAddress,
  type LogLevel,
  startAgent,
  startHeadlessAgent,
  systemClock,
} from "@hookline/core";
import type { AbsolutePath } from "@hookline/core/client";
import type { Context } from "./context.ts";
import { dashboardPage } from "./dashboard-page.ts";
import { hookKeeper } from "./hook-keeper.ts";
import { keepRunnerScript } from "./keep-runner-script.ts";
import { onceFree } from "./once-free.ts";
import { keepHeapSmall } from "./small-heap.ts";

/** What asks a process to end in good order. */
export const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A runner outlives its terminal. */
const STOP_SIGNALS_OF_A_RUNNER = ["SIGINT", "SIGTERM"] as const;

/** Options of an agent that a command hosts. */
export interface HostOptions {
  /** Receives every line of the log as well. */
  readonly logLine?: (line: string) => void;
  /** Where to serve health and metrics over TCP. */
  readonly listen?: ListenAddress | undefined;
  /** Only does what waits, then ends. */
  readonly drains?: boolean;
  /** What to sync instead of the user's list. */
  readonly headless?: {
    readonly repositories: readonly AbsolutePath[];
    readonly clone: CloneOrder | null;
  };
}

/**
 * Starts an agent in this process. Ctrl-C and the like end it in good order, within seconds; asked
 * a second time, the process ends at once. One that is to stay takes over from a runner.
 *
 * @throws ConfigError `agent-running` when there is one already
 */
export async function hostAgent(context: Context, options: HostOptions = {}): Promise<Agent> {
  keepHeapSmall();
  const { home, env, version } = context;
  const { headless, drains = false } = options;
  const common = {
    home,
    env,
    version,
    clock: systemClock,
    logLevel: logLevel(env),
    page: dashboardPage(),
    ...options,
  };
  // From the very start: a process with the id 1 does not hear a signal that it has no handler for.
  const stop = listenForStop(drains ? STOP_SIGNALS_OF_A_RUNNER : STOP_SIGNALS);
  const start = (): Promise<Agent> =>
    headless === undefined
      ? startAgent({ ...common, hooks: hookKeeper(context) })
      : startHeadlessAgent({ ...common, ...headless });
  try {
    const agent = await (drains ? start() : onceFree(context.client, start));
    void stop.asked.then((signal) => agent.stop(signal));
    void agent.stopped.then(stop.forget);
    if (!drains && headless === undefined) await keepRunnerScriptOf(agent, context);
    return agent;
  } catch (error) {
    stop.forget();
    throw error;
  }
}

/** An agent works without it; hooks only start no runner when it is gone. */
async function keepRunnerScriptOf({ log }: Agent, context: Context): Promise<void> {
  try {
    await keepRunnerScript(context);
  } catch (error) {
    log("fault.unexpected", { where: context.home.runnerScript, problem: String(error) });
  }
}

interface StopListener {
  /** Settles with the first signal. */
  readonly asked: Promise<NodeJS.Signals>;
  readonly forget: () => void;
}

function listenForStop(signals: readonly NodeJS.Signals[]): StopListener {
  const first = Promise.withResolvers<NodeJS.Signals>();
  let isSecond = false;
  const hear = (signal: NodeJS.Signals): void => {
    if (isSecond) process.exit(128 + constants.signals[signal]);
    isSecond = true;
    first.resolve(signal);
  };
  for (const signal of signals) process.on(signal, hear);
  return {
    asked: first.promise,
    forget() {
      for (const signal of signals) process.off(signal, hear);
    },
  };
}

/** `HOOKLINE_LOG=debug` shows everything; not a promise. */
function logLevel(env: NodeJS.ProcessEnv): LogLevel {
  return env["HOOKLINE_LOG"] === "debug" ? "debug" : "info";
}
