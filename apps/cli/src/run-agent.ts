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
import { keepHeapSmall } from "./small-heap.ts";

/** What asks a process to end in good order. */
export const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Options of an agent that a command hosts. */
export interface HostOptions {
  /** Receives every line of the log as well. */
  readonly logLine?: (line: string) => void;
  /** Where to serve health and metrics over TCP. */
  readonly listen?: ListenAddress | undefined;
  /** What to sync instead of the user's list. */
  readonly headless?: {
    readonly repositories: readonly AbsolutePath[];
    readonly clone: CloneOrder | null;
  };
}

/**
 * Starts an agent in this process. Ctrl-C and the like end it in good order, within seconds; asked
 * a second time, the process ends at once.
 */
export async function hostAgent(context: Context, options: HostOptions = {}): Promise<Agent> {
  keepHeapSmall();
  const { home, env, version } = context;
  const { headless, ...others } = options;
  const common = { home, env, version, clock: systemClock, logLevel: logLevel(env), ...others };
  // From the very start: a process with the id 1 does not hear a signal that it has no handler for.
  const stop = listenForStop();
  try {
    const agent = await (headless === undefined
      ? startAgent(common)
      : startHeadlessAgent({ ...common, ...headless }));
    void stop.asked.then((signal) => agent.stop(signal));
    void agent.stopped.then(stop.forget);
    return agent;
  } catch (error) {
    stop.forget();
    throw error;
  }
}

interface StopListener {
  /** Settles with the first signal. */
  readonly asked: Promise<NodeJS.Signals>;
  readonly forget: () => void;
}

function listenForStop(): StopListener {
  const first = Promise.withResolvers<NodeJS.Signals>();
  let isSecond = false;
  const hear = (signal: NodeJS.Signals): void => {
    if (isSecond) process.exit(128 + constants.signals[signal]);
    isSecond = true;
    first.resolve(signal);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, hear);
  return {
    asked: first.promise,
    forget() {
      for (const signal of STOP_SIGNALS) process.off(signal, hear);
    },
  };
}

/** `HOOKLINE_LOG=debug` shows everything; not a promise. */
function logLevel(env: NodeJS.ProcessEnv): LogLevel {
  return env["HOOKLINE_LOG"] === "debug" ? "debug" : "info";
}
