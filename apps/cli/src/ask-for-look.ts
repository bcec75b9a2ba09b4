import { syncWithoutAgent, systemClock } from "@hookline/core";
import {
  type AbsolutePath,
  ConfigError,
  InputError,
  type LookReply,
  ProtocolError,
} from "@hookline/core/client";
import { answered } from "./ask-agent.ts";
import type { Context } from "./context.ts";
import { isAgentRunning } from "./once-free.ts";
import { STOP_SIGNALS } from "./run-agent.ts";
import { isStopping } from "./stop-agent.ts";
import { untilReady } from "./until.ts";

/** A look to ask for. */
export interface LookWish {
  /** One repository, or all of them. */
  readonly path: AbsolutePath | null;
  readonly wait: boolean;
  readonly occasion: "sync" | "tick";
}

/** The results of looks; none where the agent was only asked. */
export interface AskedLook {
  readonly asked: boolean;
  readonly results: LookReply["results"];
}

/** A tick's command may take as long as its own deadline lets it; the agent is checked on meanwhile. */
const TICK_DEADLINE_MS = 7 * 24 * 60 * 60 * 1000;

/** An agent that starts or ends does so within seconds, and a look of another command in not many more. */
const CHANGE_DEADLINE_MS = 30_000;

/**
 * Has the agent look, or looks here where none runs. An agent that starts or ends is waited for.
 *
 * @throws ProtocolError when the agent ends in the middle of it
 * @throws ConfigError when somebody has the state folder, and does not answer
 * @throws InputError when a tick's command would wait for itself
 */
export async function askForLook(context: Context, wish: LookWish): Promise<AskedLook> {
  const { path, wait } = wish;
  const { HOOKLINE_OCCASION: during, HOOKLINE_REPOSITORY: busy } = context.env;
  if (wait && during === "tick" && (path === null || path === busy)) {
    throw new InputError("A tick's command cannot wait for the look that runs it.", {
      code: "waits-for-itself",
      hint: "Leave out --wait: the look goes on when the command has ended.",
    });
  }
  const asked = await untilReady(CHANGE_DEADLINE_MS, () => askOnce(context, wish));
  if (asked !== undefined) return asked;
  throw new ConfigError("Another Hookline is at work and does not answer.", {
    code: "agent-running",
    hint: "Try again in a moment, or see `hookline doctor`.",
  });
}

/** `undefined` while an agent starts or ends. */
async function askOnce(
  context: Context,
  { path, wait, occasion }: LookWish,
): Promise<AskedLook | undefined> {
  const answer = await context.client.look({
    repository: path,
    wait,
    occasion,
    ...(occasion === "tick" ? { deadlineMs: TICK_DEADLINE_MS } : {}),
  });
  if (answer.kind === "hung") {
    throw new ProtocolError("The agent ended, or stopped answering, in the middle of the look.", {
      code: "agent-hung",
      hint: "Nothing is lost: the next start looks again. See `hookline doctor`.",
    });
  }
  if (isStopping(answer)) return undefined;
  const byAgent = answered(answer, context.home);
  if (byAgent !== undefined) return { asked: !wait, results: byAgent.value.results };
  const { home, env } = context;
  const options = { home, env, clock: systemClock, logLevel: "info" as const };
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  for (const signal of STOP_SIGNALS) process.once(signal, stop);
  try {
    const { results } = await syncWithoutAgent(options, path, interrupt.signal, occasion);
    return { asked: false, results };
  } catch (error) {
    if (isAgentRunning(error)) return undefined;
    throw error;
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
  }
}
