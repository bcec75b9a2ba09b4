import type { Urgency } from "./coalesce.ts";

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
};

/**
 * Whether a look for these reasons must ask the remote before it decides.
 *
 * @param reasons as the queue kept them; one that this version does not know asks
 */
export function asksRemote(reasons: readonly string[]): boolean {
  return reasons.some((reason) => !isLookReason(reason) || REASON_RULES[reason].asksRemote);
}

function isLookReason(text: string): text is LookReason {
  return (LOOK_REASONS as readonly string[]).includes(text);
}
