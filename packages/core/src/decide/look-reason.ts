import type { Urgency } from "./coalesce.ts";
import type { Occasion } from "./observation.ts";

/** Why someone asks for a look. */
export const LOOK_REASONS = [
  /** A hook left a record. */
  "hook",
  /** HEAD or a ref moved without a hook. */
  "refs-moved",
  /** `syncInterval` has passed. */
  "poll",
  "start",
  "wake",
  /** A person asked. */
  "sync",
  /** The repository was added or its settings changed. */
  "changed-settings",
  /** `tickInterval` has passed, or a person asked for a tick. */
  "tick",
  /** Files changed, and `autoCommit` is set. */
  "files-changed",
] as const;

/** See {@link LOOK_REASONS}. */
export type LookReason = (typeof LOOK_REASONS)[number];

interface ReasonRule {
  /** Whether the look asks the remote, or trusts what we remember of it. */
  readonly asksRemote: boolean;
  readonly urgency: Urgency;
}

/**
 * A commit can be pushed without asking first: the push itself carries the commit that we
 * remember on the remote, and is refused if that is not there any more.
 */
export const REASON_RULES: Readonly<Record<LookReason, ReasonRule>> = {
  hook: { asksRemote: false, urgency: "asked" },
  "refs-moved": { asksRemote: false, urgency: "asked" },
  poll: { asksRemote: true, urgency: "routine" },
  start: { asksRemote: true, urgency: "urgent" },
  wake: { asksRemote: true, urgency: "urgent" },
  sync: { asksRemote: true, urgency: "asked" },
  "changed-settings": { asksRemote: true, urgency: "asked" },
  // What a tick commits here does not wait until the remote can be reached again.
  tick: { asksRemote: true, urgency: "urgent" },
  "files-changed": { asksRemote: false, urgency: "asked" },
};

/**
 * Whether a look for these reasons must ask the remote before it decides.
 *
 * @param reasons as the queue kept them; one that this version does not know asks
 */
export function asksRemote(reasons: readonly string[]): boolean {
  return reasons.some((reason) => !isLookReason(reason) || REASON_RULES[reason].asksRemote);
}

/** Says which occasion a look for these reasons is, for the rules; the one that matters most. */
export function occasionOf(reasons: readonly string[]): Occasion {
  if (reasons.includes("start")) return "start";
  if (reasons.includes("sync")) return "asked";
  if (reasons.includes("tick")) return "tick";
  const local = reasons.some((reason) => isLookReason(reason) && !REASON_RULES[reason].asksRemote);
  return local ? "commit" : "sync";
}

function isLookReason(text: string): text is LookReason {
  return (LOOK_REASONS as readonly string[]).includes(text);
}
