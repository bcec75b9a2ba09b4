/** What a row of measurements says. All in the unit of the samples. */
export interface Summary {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  readonly most: number;
  readonly samples: number;
}

/** Sums up samples by their order, which a few outliers cannot move. */
export function summarise(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), p10: at(0.1), p90: at(0.9), most: at(1), samples: sorted.length };
}

/** Shuffles a copy, so that no variant always follows the same other one. */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Milliseconds, for a table. */
export function ms(value: number): string {
  return value.toFixed(2);
}
