/** What decides whether a rescue may go. Times are milliseconds since the epoch. */
export interface RescueAge {
  /** When it was made; `null` where its name does not say. */
  readonly madeAt: number | null;
  /** When a person was first told of it; `null`: nobody was. */
  readonly toldAt: number | null;
}

/**
 * Says whether a rescue is old enough to be removed: it was made, and a person was told of it, at
 * least `keepMs` ago.
 *
 * A clock that was set back makes times lie in the future; such a rescue stays.
 *
 * @param keepMs `hookline.rescueKeep`
 */
export function hasExpired({ madeAt, toldAt }: RescueAge, now: number, keepMs: number): boolean {
  if (madeAt === null || toldAt === null) return false;
  return now - Math.max(madeAt, toldAt) >= keepMs;
}
