import { HOOK_EVENTS, type HookEvent } from "@hookline/core/client";
import type { Scratch } from "../scratch-repository.ts";
import { call, type HookManager } from "./hook-manager.ts";

/** For which events hooks ran. */
export interface Ran {
  /** For all that happened, once for each. */
  readonly ours: readonly HookEvent[];
  readonly theirs: readonly HookEvent[];
}

/** How often each event happens below; an amended commit is one too. */
const TIMES: Readonly<Record<HookEvent, number>> = {
  "post-commit": 4,
  "post-merge": 1,
  "post-rewrite": 1,
  "post-checkout": 2,
  "post-applypatch": 1,
};

const EVERY_EVENT = `
  add() { echo "$1" >>"$1"; git add "$1"; git commit --quiet --message "$1"; }
  add mine
  git commit --quiet --amend --message amended
  git checkout --quiet -B side
  add theirs
  git checkout --quiet main
  git merge --quiet --no-ff --no-edit side
  add patch
  git format-patch --quiet -1 --output "$HOME/patch"
  git reset --quiet --keep HEAD~
  git am --quiet "$HOME/patch"
`;

/**
 * Has each event happen in the repository, for real, and says which hooks ran.
 *
 * @throws Error when ours ran too often or too seldom for an event
 */
export async function makeEveryEvent(scratch: Scratch, manager: HookManager): Promise<Ran> {
  await scratch.drain();
  await manager.ran(scratch);
  await call(scratch, "sh", "-euc", EVERY_EVENT);
  const records = (await scratch.drain()).map(({ event }) => event);
  const ours = HOOK_EVENTS.filter((event) => {
    const times = records.filter((recorded) => recorded === event).length;
    if (times === 0 || times === TIMES[event]) return times > 0;
    throw new Error(`${event} left ${times} records instead of ${TIMES[event]}`);
  });
  return { ours, theirs: await manager.ran(scratch) };
}
