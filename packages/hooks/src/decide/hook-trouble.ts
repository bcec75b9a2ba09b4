import type { AbsolutePath, HookEvent } from "@hookline/core/client";
import { shPath, shWord } from "../script/sh-quote.ts";
import { blockOf } from "./existing-hook.ts";
import { type HookFacts, runsConfigHooks } from "./hook-facts.ts";
import type { HookState } from "./hook-state.ts";
import type { ForeignReason } from "./paste-advice.ts";

/** What is known besides what one look at the hooks found. */
export interface TroubleFrame {
  readonly repo: AbsolutePath;
  /** Our script is there, but reports to another state folder. */
  readonly serves: "us" | "others";
  /** The events that reported at an earlier look. */
  readonly wereWell: ReadonlySet<HookEvent>;
}

/** Why an event is not reported, and whether an install mends it by itself. */
interface Trouble {
  readonly event: HookEvent;
  readonly why: string;
  readonly mends: boolean;
}

/**
 * Says in sentences which hooks have stopped to report, why, and what to do about it.
 *
 * Where nothing of ours is installed there is nothing to say, nor about a hook that we could never
 * write to: a person was told so when they added the repository.
 */
export function hookTroubles(
  facts: HookFacts,
  states: readonly HookState[],
  frame: TroubleFrame,
): readonly string[] {
  const troubles = states.flatMap((state) => troubleOf(state, facts, frame) ?? []);
  return [...Map.groupBy(troubles, ({ why }) => why).values()].map((alike) => {
    const [{ why, mends } = { why: "", mends: true }] = alike;
    const events = alike.map(({ event }) => event);
    const who =
      events.length === states.length
        ? "No hook reports any more"
        : `${inWords(events)} ${events.length === 1 ? "does" : "do"} not report any more`;
    const then = mends ? "which puts that right" : "which says what to do";
    return `${who}: ${why}. Run \`hookline add ${shWord(frame.repo)}\`, ${then}; until then Hookline finds commits by watching the refs.`;
  });
}

/** Says whether a hook in this state reports. */
export function reports({ kind }: HookState): boolean {
  return ["config", "file", "block", "pasted", "chained"].includes(kind);
}

function troubleOf(
  state: HookState,
  facts: HookFacts,
  { serves, wereWell }: TroubleFrame,
): Trouble | undefined {
  const { event } = state;
  const mended = (why: string): Trouble => ({ event, why, mends: true });
  const found = facts.hooks.find((spot) => spot.event === event)?.found;
  switch (state.kind) {
    case "config":
    case "file":
    case "block":
    case "pasted":
    case "chained":
      return undefined;
    case "outdated":
      if (facts.script === undefined) return mended("Hookline's script in the git folder is gone");
      if (serves === "others") return mended("another state folder of Hookline took them over");
      // An older block of ours that still finds the script does its work.
      return found && blockOf(found)?.includes(shPath(facts.paths.script)) === true
        ? undefined
        : mended("they were installed when the repository lay elsewhere");
    case "missing":
      if (facts.script === undefined) return undefined;
      if (runsConfigHooks(facts.git)) return mended("git's configuration names them no more");
      return mended(
        found?.kind === "absent"
          ? "the hook files are gone"
          : "another tool wrote the hook files anew",
      );
    case "foreign":
      if (facts.script === undefined || !wereWell.has(event)) return undefined;
      break;
    case "displaced":
      break;
  }
  return { event, why: WHY[state.advice.why](facts.folder), mends: false };
}

const WHY: Readonly<Record<ForeignReason, (folder: AbsolutePath) => string>> = {
  outside: (folder) => `git runs the hooks in ${folder} instead (core.hooksPath)`,
  tracked: (folder) => `git runs the hooks in ${folder} instead, which are committed`,
  "read-only": (folder) => `${folder} cannot be written`,
  "not-set-up": () => "husky is not set up in this work tree, so git runs no hooks",
  "no-folder": () => "core.hooksPath names what is no folder, so git runs no hooks",
  "not-shell": () => "a program that is no shell script took their place",
  bom: () => "the hook files begin with a byte order mark",
  crlf: () => "the hook files have Windows line ends",
  "not-executable": () => "the hook files are not executable, so git skips them",
  "damaged-block": () => "Hookline's lines in the hook files are damaged",
  symlink: () => "symbolic links took the place of the hook files",
  "not-a-file": () => "what stands in the place of the hooks is no file",
  unreadable: () => "the hook files cannot be read",
};

/** `a`, `a and b`, `a, b and c`. */
function inWords(events: readonly string[]): string {
  const last = events.at(-1) ?? "";
  return events.length < 2 ? last : `${events.slice(0, -1).join(", ")} and ${last}`;
}
