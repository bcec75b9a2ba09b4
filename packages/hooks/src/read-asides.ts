import { join } from "node:path";
import { type AbsolutePath, absolutePath, HOOK_EVENTS } from "@hookline/core/client";
import { LEGACY } from "./decide/chained.ts";
import { blockOf } from "./decide/existing-hook.ts";
import type { HookSpot } from "./decide/hook-facts.ts";
import { readHook } from "./read-hook.ts";

/**
 * What managers call a hook that they move aside, and bring back when they go: pre-commit and prek,
 * lefthook, overcommit.
 */
const NAMES = [
  (event: string) => `${event}${LEGACY}`,
  (event: string) => `${event}.old`,
  (event: string) => join("old-hooks", event),
];

/** Finds the hooks with our block that another manager has set aside in a hooks folder. */
export async function readAsides(folder: AbsolutePath): Promise<HookSpot[]> {
  const spots = await Promise.all(
    HOOK_EVENTS.flatMap((event) =>
      NAMES.map(async (name) => {
        const path = absolutePath(join(folder, name(event)));
        return { event, path, found: await readHook(event, path) };
      }),
    ),
  );
  return spots.filter(({ found }) => blockOf(found) !== undefined);
}
