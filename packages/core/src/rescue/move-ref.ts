import { askGit, fileFailure } from "../git/ask-git.ts";
import { syncRef } from "../git/sync-ref.ts";
import type { Effect } from "../sync/port.ts";
import type { OnMove, RefMove } from "./ref-move.ts";
import type { RescueTools } from "./rescue-tools.ts";

/** Moves a ref of this repository, if it still holds what the move says, durably and written down. */
export async function moveRef(tools: RescueTools, move: RefMove, onMove: OnMove): Promise<Effect> {
  const settle = await onMove(move);
  const outcome = await change(tools, move);
  await settle(outcome.kind);
  return outcome;
}

async function change(
  tools: RescueTools,
  { ref, old, new: next, cause }: RefMove,
): Promise<Effect> {
  const operands = next === null ? [ref] : [ref, next];
  const length = (old ?? next ?? "").length;
  const changed = await askGit(tools, {
    verb: "update-ref",
    flags: next === null ? ["-d"] : [`-mhookline: ${cause}`],
    operands: [...operands, old ?? "0".repeat(length)],
  });
  if (changed.kind === "failed") return changed;
  try {
    await syncRef(tools.place, ref);
  } catch (error) {
    return fileFailure(error);
  }
  return { kind: "done" };
}
