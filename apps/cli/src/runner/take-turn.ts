import { setTimeout as sleep } from "node:timers/promises";
import { countSpooled } from "@hookline/core";
import { type Answer, ConfigError } from "@hookline/core/client";
import type { Context } from "../context.ts";
import { isAgentRunning } from "../once-free.ts";
import { hostAgent } from "../run-agent.ts";
import { holdClaim } from "./claim.ts";
import type { Turn } from "./drain-until-empty.ts";

/** How often the lock is tried while somebody has it. */
const BETWEEN_MS = 250;

/**
 * How long somebody may have the lock and leave what hooks left. Nobody answers while an agent starts
 * or ends, and as long as a command does the agent's work; one that is there and does not answer,
 * or does nothing about it, will not change its mind.
 */
const PATIENCE_MS: Readonly<Record<Answer<void>["kind"], number>> = {
  ok: 10_000,
  hung: 10_000,
  refused: 10_000,
  "no-agent": 10 * 60_000,
};

/**
 * Drains as the one agent of the state folder, or leaves that to the agent that runs.
 *
 * @throws ConfigError when somebody has the lock and does not do it
 */
export async function takeTurn(context: Context): Promise<Turn> {
  const { client, home } = context;
  const begunAt = performance.now();
  for (;;) {
    try {
      const agent = await hostAgent(context, { drains: true });
      holdClaim(home.runnerClaim);
      const { why, left } = await agent.stopped;
      return { done: why !== "stuck", left: why === "drained" && left };
    } catch (error) {
      if (!isAgentRunning(error)) throw error;
    }
    const { kind } = await client.signal();
    if (kind === "ok" && countSpooled(home.spool) === 0) return { done: true, left: false };
    if (performance.now() - begunAt > PATIENCE_MS[kind]) throw notOurs(kind);
    await sleep(BETWEEN_MS);
  }
}

function notOurs(kind: Answer<void>["kind"]): ConfigError {
  return new ConfigError("Somebody else has the state folder and does not sync what hooks left.", {
    code: kind === "hung" ? "agent-hung" : "agent-running",
    hint: "See `hookline doctor`. Nothing is lost: the next agent takes it up.",
  });
}
