import type { LookReport } from "../../../src/sync/look.ts";
import type { World } from "../model/world.ts";
import type { LookRun } from "../play/look-run.ts";
import { Violation } from "./violation.ts";

/** Checks what a finished look says of itself. */
export function checkLook(world: World, run: LookRun, { result }: LookReport): void {
  const { machine, seen } = run;
  const { failure, hold, rescued } = result;
  if (failure !== null && run.calm && machine.online) {
    throw new Violation("calm", `failed (${failure.kind}: ${failure.detail}) with nobody about`);
  }
  for (const { ref, where } of rescued) {
    const refs = where === "local" ? machine.refs : world.remote.refs;
    const isThere = [...refs.keys()].some((name) => name === ref);
    if (!isThere) throw new Violation("told", `${ref} was promised and is not there`);
  }
  if (!run.disturbed && run.replaced > rescued.length) {
    throw new Violation("told", `${run.replaced} times replaced, ${rescued.length} times told`);
  }
  if (failure !== null || hold !== null || !run.asks || !run.calm) return;
  // I3: what rests is on the remote, as far as this look itself heard.
  const heard = seen?.follows === undefined ? undefined : run.heard(seen.follows);
  if (heard === undefined || heard !== seen?.head) {
    throw new Violation("I3", `rests at c${seen?.head} and the remote is at c${heard}`);
  }
}
