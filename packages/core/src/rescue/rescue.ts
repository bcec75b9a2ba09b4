import { type CommitId, commitId, type RefName, refName } from "../decide/brands.ts";
import { RESCUE_PREFIX, type RescueReason } from "../decide/rescue.ts";
import { parseRescueMessage, type RescueFacts } from "../decide/rescue-message.ts";
import { readRescueName } from "../decide/rescue-name.ts";

/** A rescue, here or on a remote. */
export interface Rescue {
  /** Its ref without the prefix: what people call it. */
  readonly name: string;
  readonly ref: RefName;
  /** What the ref holds: our commit, or, of a `replaced` one, the very commit that was replaced. */
  readonly commit: CommitId;
  /** The remote that it lies on; `null`: here. */
  readonly remote: string | null;
  /** From the commit, else from the name; `null` where neither says. */
  readonly reason: RescueReason | null;
  /** ISO 8601, UTC. */
  readonly at: string | null;
  /** What the commit tells; `null` of one that is not here, or not ours. */
  readonly facts: RescueFacts | null;
  /** When a person was first told of it, in milliseconds since the epoch. */
  readonly toldAt: number | null;
}

/** Puts a rescue together; `null` for a ref that we could not name to git again. */
export function rescueOf(
  found: { readonly ref: string; readonly commit: string; readonly message: string },
  remote: string | null,
  toldAt: number | null,
): Rescue | null {
  const name = found.ref.slice(RESCUE_PREFIX.length);
  const named = readRescueName(name);
  const facts = parseRescueMessage(found.message);
  try {
    return {
      name,
      ref: refName(found.ref),
      commit: commitId(found.commit),
      remote,
      reason: facts?.reason ?? named.reason,
      at: facts?.at ?? named.at,
      facts,
      toldAt,
    };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
