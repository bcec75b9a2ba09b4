import type { HookEvent } from "@hookline/core/client";
import { hookBlock } from "../script/hook-block.ts";
import { hookGitconfig } from "../script/hook-gitconfig.ts";

import { blockOf } from "./existing-hook.ts";
import { type FolderOwner, type HookFacts, type HookSpot, runsConfigHooks } from "./hook-facts.ts";
import { type ForeignReason, type PasteAdvice, pasteAdvice } from "./paste-advice.ts";

/**
 * How one event reaches Hookline now.
 *
 * - `config`, `file`, `block`, `pasted`: it does, in that form.
 * - `outdated`: it did, from an earlier install; install again.
 * - `missing`: it does not; install.
 * - `foreign`: it does not, and Hookline may not write there.
 * - `displaced`: it did, until `core.hooksPath` made git look elsewhere.
 */
export type HookState = { readonly event: HookEvent } & (
  | { readonly kind: "config" | "file" | "block" | "pasted" | "outdated" | "missing" }
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
      kind: displaced(facts, event) ? "displaced" : "foreign",
      advice: pasteAdvice(spot, why),
    };
  });
}

function formOf(
  { event, found }: HookSpot,
  { owner, paths }: HookFacts,
): "file" | "block" | "pasted" | "outdated" | undefined {
  if (found.kind === "pasted") return "pasted";
  if (found.kind !== "shell" || found.block === undefined) return undefined;
  if (found.block === hookBlock(event, paths.script)) return found.alone ? "file" : "block";
  // A block that was carried to someone else's folder is not ours to renew.
  return owner === "own" ? "outdated" : undefined;
}

function closedReason({ found }: HookSpot, owner: FolderOwner): ForeignReason | undefined {
  if (owner !== "own") return owner;
  return found.kind === "closed" ? found.why : undefined;
}

function displaced(facts: HookFacts, event: HookEvent): boolean {
  return facts.shadowed.some(
    ({ event: other, found }) => other === event && blockOf(found) !== undefined,
  );
}
