import { shQuote } from "./sh-quote.ts";

/** Said where the agent was told, and nothing came of it in time. The agent says the same. */
export const IN_BACKGROUND = shQuote("[Hookline] Syncing in background...");

/** Said when something went wrong. True: the record is in the spool, or the agent's scan finds the commit. */
export const WARNING = shQuote("[Hookline Warning] Sync failed - queuing for retry");

/** Renders `hookline_say <line>`. Nobody may be reading stderr any more, and that must not end this shell. */
export const SAY_FUNCTION = `hookline_say() {
  (trap '' PIPE; printf '%s\\n' "$1" >&2) || :
}
`;
