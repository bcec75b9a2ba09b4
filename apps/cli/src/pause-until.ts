import { parseDuration } from "@hookline/core";
import { InputError } from "@hookline/core/client";

/** How long a person wants to pause, as typed. */
export interface PauseWish {
  readonly for?: string;
  readonly until?: string;
}

/**
 * Reads until when a pause is to last, as ISO 8601, UTC; `null`: until it is ended.
 *
 * A time without an offset is this machine's.
 *
 * @param now milliseconds since the epoch
 * @throws InputError for what is no span, no time, or over already
 */
export function pauseUntil(wish: PauseWish, now: number): string | null {
  if (wish.for !== undefined && wish.until !== undefined) {
    throw usage("--for and --until say the same in two ways.", "Give one of them.");
  }
  if (wish.for !== undefined) {
    const ms = parseDuration(wish.for);
    if (ms === undefined || ms === 0)
      throw usage(
        `"${wish.for}" is no span of time.`,
        "For example --for 90m, --for 2h, --for 1d.",
      );
    return iso(now + ms);
  }
  if (wish.until === undefined) return null;
  const at = Date.parse(wish.until);
  if (Number.isNaN(at))
    throw usage(`"${wish.until}" is no time.`, "For example --until 2026-12-24T18:00.");
  if (at <= now)
    throw usage(`${wish.until} is over already.`, "Give a time that is still to come.");
  return iso(at);
}

/** To the second: git config is for people to read. */
function iso(ms: number): string {
  return new Date(Math.round(ms / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

function usage(message: string, hint: string): InputError {
  return new InputError(message, { code: "usage", hint });
}
