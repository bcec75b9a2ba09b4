import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type BatchResult, batchResultSchema } from "./play-batch.ts";

/** Which seeds to play. */
export interface PlayRequest {
  readonly from: number;
  /** May be infinite. */
  readonly count: number;
  readonly length: number;
  /** Called after each batch; returning false ends the play early. */
  readonly onBatch: (result: BatchResult) => boolean;
}

const BATCH = 500;

/** Plays seeds on every core, in batches, until they are played or `onBatch` has enough. */
export async function playSeeds({ from, count, length, onBatch }: PlayRequest): Promise<void> {
  let next = from;
  const end = from + count;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL("./seeds-worker-main.ts", import.meta.url));
    try {
      while (next < end) {
        const size = Math.min(BATCH, end - next);
        const batch = { from: next, count: size, length };
        next += size;
        if (!onBatch(await ask(worker, { batch }))) next = end;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

function ask(worker: Worker, message: unknown): Promise<BatchResult> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("a thread ended in the middle of a batch")));
    worker.once("message", (answer: unknown) => resolve(batchResultSchema.parse(answer)));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(message);
  });
}
