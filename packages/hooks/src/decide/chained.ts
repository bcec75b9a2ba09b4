import { hookBlock } from "../script/hook-block.ts";
import { blockOf } from "./existing-hook.ts";
import type { HookFacts, HookSpot } from "./hook-facts.ts";

/** What a manager that runs the hook it found calls it. */
export const LEGACY = ".legacy";

/** Tells whether another manager's hook runs ours, which it has set aside. */
export function isChained(
  { event, found }: HookSpot,
  { asides, paths }: Pick<HookFacts, "asides" | "paths">,
): boolean {
  if (found.kind !== "shell" || found.chains !== true) return false;
  const block = hookBlock(event, paths.script);
  return asides.some(
    (aside) =>
      aside.event === event && aside.path.endsWith(LEGACY) && blockOf(aside.found) === block,
  );
}
