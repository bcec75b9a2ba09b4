import { SqliteJobQueue } from "../../src/queue/sqlite-job-queue.ts";
import { openStore } from "../../src/store/open-store.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { describeJobQueue, type QueueRig } from "../../src/testing/job-queue-contract.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { inFolder, scratchFolder } from "../store-scratch.ts";

describeJobQueue("SQLite", openRig);

/** A queue in a file of its own. */
async function openRig(): Promise<QueueRig> {
  const file = inFolder(scratchFolder(), "hookline.db");
  const clock = new FakeClock();
  const open = () => {
    const { store } = openStore(file, clock, memoryLog().log);
    return { store, queue: new SqliteJobQueue(store, clock) };
  };
  let opened = open();
  return {
    get queue() {
      return opened.queue;
    },
    now: clock.now,
    pass: async (ms) => clock.advance(ms),
    reopen: async () => {
      opened.store.close();
      opened = open();
    },
    close: async () => opened.store.close(),
  };
}
