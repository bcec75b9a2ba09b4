const UNITS: ReadonlyMap<string, number> = new Map([
  ["g", 1024 ** 3],
  ["m", 1024 ** 2],
  ["k", 1024],
]);

/** Reads a size as git writes it (git-config(1), "integer"): a number, then k, m or g; in bytes. */
export function parseSize(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d{1,9})([kmg]?)$/i.exec(text.trim()) ?? [];
  return count === undefined ? undefined : Number(count) * (UNITS.get(unit.toLowerCase()) ?? 1);
}

/** Writes a size the way {@link parseSize} reads it, in the largest unit that fits. */
export function formatSize(bytes: number): string {
  for (const [unit, of] of UNITS) if (bytes > 0 && bytes % of === 0) return `${bytes / of}${unit}`;
  return String(bytes);
}
