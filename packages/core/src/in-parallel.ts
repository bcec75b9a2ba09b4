/** Does something for each value, a few at a time, and gives the results in the values' order. */
export async function inParallel<Value, Result>(
  values: readonly Value[],
  atOnce: number,
  work: (value: Value) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = values.entries();
  const runner = async (): Promise<void> => {
    for (const [at, value] of queue) results[at] = await work(value);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, values.length) }, runner));
  return results;
}
