/** A source of numbers that gives the same ones for the same seed, on every machine. */
export interface Random {
  /** A whole number in [0, below). */
  readonly below: (below: number) => number;
  /** True once in so many times, on average. */
  readonly oneIn: (times: number) => boolean;
}

/**
 * Makes a random source from a seed: sfc32, small, fast and good enough to choose what happens
 * next. The seed is spread first, so that neighbouring seeds have nothing in common.
 */
export function randomFrom(seed: number): Random {
  let a = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  let b = Math.imul(seed ^ 0x243f6a88, 0xc2b2ae35);
  let c = Math.floor(seed / 0x1_0000_0000) ^ 0x5bd1e995;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round += 1) next();
  const below = (limit: number): number => Math.floor((next() / 0x1_0000_0000) * limit);
  return { below, oneIn: (times) => below(times) === 0 };
}
