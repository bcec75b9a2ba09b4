import type { AbsolutePath } from "@hookline/core/client";
import {
  type Canary,
  examineHooks,
  type HookPart,
  sendCanary,
  takeCanaries,
} from "@hookline/hooks";
import type { Context } from "../context.ts";
import { hookGit } from "../hook-git.ts";
import { hookPlan } from "../hook-plan.ts";
import type { Finding } from "./finding.ts";
import { type AgentPresence, type Flown, judgeHooks } from "./judge-hooks.ts";

/** A hook that is well takes milliseconds. */
const DEADLINE_MS = 2000;

/**
 * Proves that the hooks of a repository are heard: each leaves a canary, and the agent is asked
 * whether it came. Only our own part of a hook runs, and no record of it stays.
 *
 * @param name what to call the repository
 * @throws InputError when git cannot answer, or a file of ours cannot be read
 */
export async function proveHooks(
  context: Context,
  path: AbsolutePath,
  name: string,
  agent: AgentPresence,
): Promise<Finding[]> {
  const { door, env, home } = context;
  const plan = await hookPlan(context, path);
  const { states, parts } = await examineHooks(path, plan, hookGit(door));
  const isOffHere = env["HOOKLINE_HOOKS"] === "0";
  const isTried = plan.settings.hooks && !isOffHere;
  const startedAt = performance.now();
  const flight = isTried ? await fly(context, path, parts, agent) : { flown: [], agent };
  return judgeHooks({
    ...flight,
    name,
    path,
    states,
    hooks: plan.settings.hooks,
    isOffHere,
    spool: home.spool,
    durationMs: Math.round(performance.now() - startedAt),
    deadlineMs: DEADLINE_MS,
  });
}

async function fly(
  { client, env, home }: Context,
  repo: AbsolutePath,
  parts: readonly HookPart[],
  agent: AgentPresence,
): Promise<{ readonly flown: readonly Flown[]; readonly agent: AgentPresence }> {
  if (parts.length === 0) return { flown: [], agent };
  const canaries = parts.map((part) => sendCanary(part, { repo, env, deadlineMs: DEADLINE_MS }));
  const ids = canaries.map(({ id }) => id);
  const asked =
    agent === "answers"
      ? client.canary({ ids, waitMs: DEADLINE_MS }).catch(() => undefined)
      : undefined;
  const ends = await Promise.all(canaries.map(({ ended }) => ended));
  const answer = await asked;
  const arrived = answer?.kind === "ok" ? answer.value.arrived : [];
  const missing = ids.filter((id) => !arrived.includes(id));
  const waiting = await takeCanaries(home.spool, missing);
  const flown = canaries.map(({ event, id }: Canary, at): Flown => {
    const { kind, said } = ends[at] ?? { kind: "not-started", said: "" };
    if (arrived.includes(id)) return { event, fate: "arrived", said };
    if (kind !== "ended") return { event, fate: kind, said };
    return { event, fate: waiting.includes(id) ? "waits" : "lost", said };
  });
  // A runner may have ended since it was last asked.
  return { flown, agent: answer?.kind === "no-agent" ? "none" : agent };
}
