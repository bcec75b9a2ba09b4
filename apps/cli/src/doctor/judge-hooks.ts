import type { HookEvent } from "@hookline/core/client";
import { type HookState, shWord } from "@hookline/hooks";
import { HOOKS_OFF, hooksSentence } from "../out/show-hooks.ts";
import { bad, type Finding, good, note } from "./finding.ts";

/**
 * What became of the canary of one hook.
 *
 * - `arrived`: the agent has it.
 * - `waits`: it lay in the spool, where no agent had taken it.
 * - `lost`: the hook ended, and there is no record.
 * - `hung`, `not-started`: the hook did not end, or not even begin.
 */
export type Fate = "arrived" | "waits" | "lost" | "hung" | "not-started";

/** What came of one canary. */
export interface Flown {
  readonly event: HookEvent;
  readonly fate: Fate;
  /** What the hook said, if anything. */
  readonly said: string;
}

/** Whether an agent is there: `silent` is one that is, and does not answer. */
export type AgentPresence = "answers" | "none" | "silent";

/** All that is known of the hooks of a repository. */
export interface HookEvidence {
  readonly name: string;
  readonly path: string;
  readonly states: readonly HookState[];
  readonly flown: readonly Flown[];
  readonly agent: AgentPresence;
  /** `hookline.hooks` of the repository. */
  readonly hooks: boolean;
  /** `HOOKLINE_HOOKS=0` stands in the environment. */
  readonly isOffHere: boolean;
  readonly spool: string;
  /** From the first hook's start to the agent's answer. */
  readonly durationMs: number;
  readonly deadlineMs: number;
}

/** Says how the hooks of a repository are doing, and what to do about those that do not work. */
export function judgeHooks(evidence: HookEvidence): Finding[] {
  const { name, hooks, isOffHere, states } = evidence;
  if (!hooks) {
    return [
      note(
        `${name}: ${HOOKS_OFF}`,
        `To switch them on, run \`git -C ${shWord(evidence.path)} config hookline.hooks true\`.`,
      ),
    ];
  }
  const installed = installation(evidence);
  if (isOffHere) {
    const off = note(
      `${name}: Hooks are switched off for commands of this shell (HOOKLINE_HOOKS=0), and were not tried.`,
      "Unset HOOKLINE_HOOKS, unless you mean it.",
    );
    return [...installed, off];
  }
  const flights = Map.groupBy(evidence.flown, ({ fate }) => fate);
  const proofs = [...flights].map(([fate, flown]) => PROOFS[fate](evidence, flown));
  // What reports proves itself; what does not is a line of its own.
  return states.length === evidence.flown.length ? proofs : [...installed, ...proofs];
}

/** Says what keeps hooks from reporting, as they are installed. */
function installation({ name, path, states }: HookEvidence): Finding[] {
  const sentence = `${name}: ${hooksSentence(states)}`;
  const advice = states.flatMap((state) => ("advice" in state ? [state.advice] : []));
  if (advice.length > 0) {
    const lines = advice.map(({ sentence: says, snippet }) => `${says}\n${snippet}`);
    return [note(sentence, lines.join("\n").trimEnd())];
  }
  const lacking = states.some(({ kind }) => kind === "missing" || kind === "outdated");
  return lacking
    ? [note(sentence, `Run \`hookline add ${shWord(path)}\` to install them again.`)]
    : [];
}

const PROOFS: Readonly<Record<Fate, (evidence: HookEvidence, flown: readonly Flown[]) => Finding>> =
  {
    arrived: ({ name, durationMs }, flown) =>
      good(
        `${name}: ${count(flown)} ${flown.length === 1 ? "reaches" : "reach"} the agent (${durationMs} ms)`,
      ),
    waits: ({ name, agent }, flown) => {
      const leave = `${name}: ${count(flown)} ${flown.length === 1 ? "leaves a record" : "leave records"}`;
      return agent === "none"
        ? good(`${leave}, which the next agent reads`)
        : bad(`${leave}, but the agent does not read them.`, mend(agent));
    },
    lost: ({ name, agent, spool }, flown) => {
      const said = flown.find((one) => one.said !== "")?.said;
      if (agent === "silent" && said === undefined) {
        return bad(`${name}: The agent does not say whether it heard ${list(flown)}.`, mend(agent));
      }
      return bad(
        `${name}: ${list(flown)} left no record in ${spool}${said === undefined ? "" : ` (it said: ${said})`}.`,
        "Make that folder writable for you, then run `hookline doctor` again.",
      );
    },
    hung: ({ name, spool, deadlineMs }, flown) =>
      bad(
        `${name}: ${list(flown)} did not end within ${deadlineMs / 1000} s.`,
        `See whether files can be written in ${spool}: a folder on another machine may be out of reach.`,
      ),
    "not-started": ({ name }, flown) =>
      bad(
        `${name}: ${list(flown)} could not be tried: ${flown[0]?.said ?? ""}.`,
        "git needs a shell for its hooks: put `sh` on the PATH.",
      ),
  };

/** What ends an agent that does not answer is said where the agent is spoken of. */
function mend(agent: AgentPresence): string {
  return agent === "silent"
    ? "Do what is said of the agent above; the next one reads them."
    : "Read `hookline log`, then run `hookline stop` and `hookline start --detach`. Nothing is lost.";
}

function count({ length }: readonly Flown[]): string {
  return length === 1 ? "1 hook" : `${length} hooks`;
}

function list(flown: readonly Flown[]): string {
  return flown.map(({ event }) => event).join(", ");
}
