import Sqlite from "better-sqlite3";
import { better, defineQueue } from "plainjob";
import { type Contestant, PAYLOAD } from "./contestant.ts";

const KIND = "document";

const silent = { error: ignore, warn: ignore, info: ignore, debug: ignore };

/** plainjob, driven as its own worker does, without that one's polling and logging. */
export const plainjob: Contestant = {
  name: "plainjob",
  open(file, sync) {
    const database = new Sqlite(file);
    const queue = defineQueue({ connection: better(database), logger: silent });
    // It sets NORMAL by itself.
    database.pragma(`synchronous = ${sync}`);
    return {
      enqueue(jobs) {
        if (jobs === 1) queue.add(KIND, PAYLOAD);
        else
          queue.addMany(
            KIND,
            Array.from({ length: jobs }, () => PAYLOAD),
          );
      },
      run(most) {
        for (let count = 0; count < most; count += 1) {
          const taken = queue.getAndMarkJobAsProcessing(KIND);
          if (taken === undefined) return count;
          JSON.parse(queue.getJobById(taken.id)?.data ?? "");
          queue.markJobAsDone(taken.id);
        }
        return most;
      },
      close() {
        queue.close();
        if (database.open) database.close();
      },
    };
  },
};

function ignore(): void {}
