import type { ForHowLong } from "../model/tray-command.ts";

const HOUR_MS = 3_600_000;

/** The hour at which tomorrow begins for somebody who paused until then. */
const MORNING = 7;

/**
 * Says when a span that a person chose is over, in milliseconds since the epoch; `null`: only when they
 * say so.
 */
export function untilWhen(span: ForHowLong, now: number): number | null {
  switch (span) {
    case "half-an-hour":
      return now + HOUR_MS / 2;
    case "an-hour":
      return now + HOUR_MS;
    case "eight-hours":
      return now + 8 * HOUR_MS;
    case "until-tomorrow": {
      const day = new Date(now);
      return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, MORNING).getTime();
    }
    case "until-resumed":
      return null;
  }
}
