import { StoreError } from "../errors.ts";
import type { Log } from "../log/events.ts";

/**
 * Does work that may find the store unusable (a full disk, mostly): tells the log, and gives undefined then.
 *
 * For those who go on without it and come back later; any other error is thrown on.
 */
export function despiteStoreNow<Result>(log: Log, work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    return tellStoreFailure(log, error);
  }
}

/** As {@link despiteStoreNow}, for work that takes time. */
export async function despiteStore<Result>(
  log: Log,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    return tellStoreFailure(log, error);
  }
}

function tellStoreFailure(log: Log, error: unknown): undefined {
  if (!(error instanceof StoreError)) throw error;
  log("store.failed", { code: error.code, problem: error.message });
  return undefined;
}
