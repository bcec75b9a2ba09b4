import type { AbsolutePath, HookEvent } from "@hookline/core/client";
import { hookBlock, pasteSnippet } from "../script/hook-block.ts";
import { hookCommand } from "../script/hook-gitconfig.ts";
import type { HookState } from "./hook-state.ts";

/** Our part of a hook, as a script for sh. */
export interface HookPart {
  readonly event: HookEvent;
  readonly script: string;
}

/**
 * Gives our part of every hook that reports, and nothing of anyone else's.
 *
 * A state that reports says that this very text stands in the hook. Where a person pasted our lines,
 * in whatever form, it is the lines as we gave them.
 *
 * @param script the path of `hook.sh`
 */
export function hookParts(states: readonly HookState[], script: AbsolutePath): HookPart[] {
  return states.flatMap(({ event, kind }) => {
    switch (kind) {
      case "config":
        return [{ event, script: hookCommand(event, script) }];
      case "file":
      case "block":
      case "chained":
        return [{ event, script: hookBlock(event, script) }];
      case "pasted":
        return [{ event, script: pasteSnippet(event) }];
      case "outdated":
      case "missing":
      case "foreign":
      case "displaced":
        return [];
    }
  });
}
