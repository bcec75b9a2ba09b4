/** A timer that comes this late did not come late by itself. */
const SLACK_MS = 15_000;

/**
 * Returns how long the machine slept between two ticks of a timer, in milliseconds; 0 when it
 * did not.
 *
 * Timers stand still while a machine sleeps and the wall clock does not. A clock that is set
 * forward looks the same, and a look too many does no harm.
 */
export function sleptMs(previousTick: number, thisTick: number, tickMs: number): number {
  const late = thisTick - previousTick - tickMs;
  return late > SLACK_MS ? late : 0;
}
