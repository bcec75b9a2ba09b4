import type { HookEvent } from "@hookline/core/client";
import { hookBlock } from "../script/hook-block.ts";
import { hookGitconfig } from "../script/hook-gitconfig.ts";

import { isChained } from "./chained.ts";
import { blockOf } from "./existing-hook.ts";
import { type FolderOwner, type HookFacts, type HookSpot, runsConfigHooks } from "./hook-facts.ts";
import { type ForeignReason, type PasteAdvice, pasteAdvice } from "./paste-advice.ts";

/**
 * How one event reaches Hookline now.
 *
 * - `config`, `file`, `block`, `pasted`: it does, in that form.
 * - `chained`: it does, through another manager that keeps our file beside its own.
 * - `outdated`: it did, from an earlier install; install again.
 * - `missing`: it does not; install.
 * - `foreign`: it does not, and Hookline may not write there.
 * - `displaced`: it did, until another tool or `core.hooksPath` made git run something else.
 */
export type HookState = { readonly event: HookEvent } & (
  | { readonly kind: "config" | "file" | "block" | "pasted" | "chained" | "outdated" | "missing" }
  | { readonly kind: "foreign" | "displaced"; readonly advice: PasteAdvice }
);

/**
 * Reads the state of every event off one look.
 *
 * @param script the text that `hook.sh` should have
 */
export function hookStates(facts: HookFacts, script: string): HookState[] {
  const scriptFits = facts.script === script;
  return facts.hooks.map((spot): HookState => {
    const { event } = spot;
    if (runsConfigHooks(facts.git) && facts.included && facts.gitconfig !== undefined) {
      const fits = scriptFits && facts.gitconfig === hookGitconfig(facts.paths.script);
      return { event, kind: fits ? "config" : "outdated" };
    }
    const form = formOf(spot, facts);
    if (form !== undefined) return { event, kind: scriptFits ? form : "outdated" };
    const why = closedReason(spot, facts.owner);
    // Config-based hooks need nobody's folder.
    if (why === undefined || runsConfigHooks(facts.git)) return { event, kind: "missing" };
    return {
      event,
      kind: displaced(facts, spot) ? "displaced" : "foreign",
      advice: pasteAdvice(spot, why),
    };
  });
}

function formOf(
  spot: HookSpot,
  facts: HookFacts,
): "file" | "block" | "pasted" | "chained" | "outdated" | undefined {
  const { event, found } = spot;
  const { owner, paths } = facts;
  if (found.kind === "pasted") return "pasted";
  if (isChained(spot, facts)) return "chained";
  if (found.kind !== "shell" || found.block === undefined) return undefined;
  if (found.block === hookBlock(event, paths.script)) return found.alone ? "file" : "block";
  // A block that was carried to someone else's folder is not ours to renew.
  return owner === "own" ? "outdated" : undefined;
}

function closedReason({ found }: HookSpot, owner: FolderOwner): ForeignReason | undefined {
  if (owner !== "own") return owner;
  return found.kind === "closed" ? found.why : undefined;
}

/** Our block where git does not run it is proof of better days. */
function displaced({ shadowed, asides }: HookFacts, { event, found }: HookSpot): boolean {
  if (found.kind === "closed" && found.block !== undefined) return true;
  return [...shadowed, ...asides].some(
    (other) => other.event === event && blockOf(other.found) !== undefined,
  );
}
