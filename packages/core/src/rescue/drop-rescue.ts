import { refName } from "../decide/brands.ts";
import { hasExpired } from "../decide/rescue-expiry.ts";
import { askGit, read } from "../git/ask-git.ts";
import type { Effect, Reading } from "../sync/port.ts";
import { listRescues } from "./list-rescues.ts";
import { moveRef } from "./move-ref.ts";
import type { OnMove } from "./ref-move.ts";
import type { Rescue } from "./rescue.ts";
import type { RescueTools } from "./rescue-tools.ts";
import { TOLD_PREFIX } from "./told.ts";

/** Removes a rescue that is here, if it still holds what was shown, and the note that somebody was told of it. */
export async function dropRescue(
  tools: RescueTools,
  { ref, commit, name, toldAt }: Rescue,
  onMove: OnMove,
  cause = "rescue drop",
): Promise<Effect> {
  const dropped = await moveRef(tools, { ref, old: commit, new: null, cause }, onMove);
  if (dropped.kind === "failed" || toldAt === null) return dropped;
  // A note alone does no harm: it keeps an empty commit.
  await askGit(tools, {
    verb: "update-ref",
    flags: ["-d"],
    operands: [refName(`${TOLD_PREFIX}${name}`)],
  });
  return dropped;
}

/**
 * Removes the rescues that are old and that a person was told of, both for `keepMs` at least; gives
 * those that went.
 *
 * Those on remotes stay: other machines' people may not know of them.
 */
export async function expireRescues(
  tools: RescueTools,
  now: number,
  keepMs: number,
  onMove: OnMove,
): Promise<Reading<readonly Rescue[]>> {
  const rescues = await listRescues(tools);
  if (rescues.kind === "failed") return rescues;
  const gone: Rescue[] = [];
  for (const rescue of rescues.value) {
    const madeAt = rescue.at === null ? Number.NaN : Date.parse(rescue.at);
    const age = { madeAt: Number.isNaN(madeAt) ? null : madeAt, toldAt: rescue.toldAt };
    if (!hasExpired(age, now, keepMs)) continue;
    const dropped = await dropRescue(tools, rescue, onMove, "rescue expire");
    if (dropped.kind === "failed") return dropped;
    gone.push(rescue);
  }
  return read(gone);
}
