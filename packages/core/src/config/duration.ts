const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
]);

const DURATION = /^(\d{1,9})(ms|s|m|h|d)$/;

/** Reads a duration such as `30s`, `15m` or `2h`, in milliseconds; `undefined` when it is none. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit = ""] = DURATION.exec(text.trim()) ?? [];
  const unitMs = UNITS_MS.get(unit);
  return unitMs === undefined ? undefined : Number(count) * unitMs;
}

/** Writes a duration the way {@link parseDuration} reads it, in the largest unit that fits. */
export function formatDuration(ms: number): string {
  for (const [unit, unitMs] of UNITS_MS) {
    if (ms > 0 && ms % unitMs === 0) return `${ms / unitMs}${unit}`;
  }
  return ms === 0 ? "0s" : `${ms}ms`;
}
