import { parentPort } from "node:worker_threads";
import { z } from "zod";
import { type BatchResult, batchSchema, playBatch } from "./play-batch.ts";

/*
 * A thread that plays batches of seeds for as long as it is given some.
 */
const port = parentPort;
if (port === null) throw new Error("run by play-seeds.ts, as a thread");
const parse = z.object({ batch: batchSchema });
port.on("message", (message: unknown) => {
  void playBatch(parse.parse(message).batch).then((result: BatchResult) => {
    port.postMessage(result);
  });
});
