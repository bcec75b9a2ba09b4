import { randomFrom } from "../../simulator/random.ts";

/** `CRASH_POINTS=all` tries every point there is, for hours; by default it is a choice. */
const TRIES_ALL = process.env["CRASH_POINTS"] === "all";

/** Another `CRASH_SEED` makes another choice. */
const SEED = Number(process.env["CRASH_SEED"] ?? 1);

/** Long enough for every point on a busy machine; a deadline for what hangs, not a measure. */
export const DEADLINE_MS = TRIES_ALL ? 24 * 3_600_000 : 300_000;

/** Picks so many of the points, the same ones for the same seed, in their order. */
export function chosen<Point>(points: readonly Point[], count: number): readonly Point[] {
  if (TRIES_ALL || points.length <= count) return points;
  const random = randomFrom(SEED);
  const numbers = new Set<number>();
  while (numbers.size < count) numbers.add(random.below(points.length));
  return points.filter((_point, number) => numbers.has(number));
}
