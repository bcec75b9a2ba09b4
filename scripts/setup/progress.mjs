const TICK_MS = 1000;

/**
 * Starts one progress line on stderr and returns the function that ends it.
 *
 * On a terminal the seconds count up in place; elsewhere the line is completed once.
 *
 * @param {string} label
 */
export function startProgress(label) {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  const live = process.stderr.isTTY;

  process.stderr.write(`${label} ...`);
  const ticker = live
    ? setInterval(() => process.stderr.write(`\r${label} ... ${Math.round(seconds())} s`), TICK_MS)
    : undefined;

  /** @param {"done" | "failed" | "stopped"} outcome */
  return (outcome) => {
    clearInterval(ticker);
    const took = `${seconds().toFixed(1)} s`;
    process.stderr.write(`${live ? `\r${label} ...` : ""} ${outcome}, ${took}\n`);
  };
}
