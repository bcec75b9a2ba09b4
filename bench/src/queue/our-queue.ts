import { systemClock } from "@hookline/core";
import { absolutePath } from "@hookline/core/client";
import { type JobEnd, type NewJob, openStore, SqliteJobQueue } from "@hookline/core/testing";
import { type Contestant, PAYLOAD } from "./contestant.ts";

/** The product's own settings, but for the sync level, and no limit that is ever reached. */
const REQUEST = {
  worker: "bench",
  leaseMs: 30_000,
  perLane: 100,
  perKind: {},
  except: [],
} as const;

/** Ours, with a transaction for the claim and another for the end, as the peers have. */
export const ours: Contestant = {
  name: "Hookline",
  open: ourQueue({ merged: false, keys: false }),
};

/** Ours as the worker drives it: the end of jobs and the claim of the next ones are one transaction. */
export const oursMerged: Contestant = {
  name: "Hookline, end and next claim in one",
  open: ourQueue({ merged: true, keys: false }),
};

/** As `oursMerged`, and each job has a dedupe key, as tasks' have; no peer has such a thing. */
export const oursWithKeys: Contestant = {
  name: "Hookline, the same with dedupe keys",
  open: ourQueue({ merged: true, keys: true }),
};

function ourQueue(how: { readonly merged: boolean; readonly keys: boolean }): Contestant["open"] {
  return (file, sync) => {
    const { store } = openStore(absolutePath(file), systemClock, () => undefined);
    store.command(`PRAGMA synchronous = ${sync}`)();
    const queue = new SqliteJobQueue(store, systemClock);
    let ends: readonly JobEnd[] = [];
    let keys = 0;
    return {
      async enqueue(count) {
        const job = aJob(null);
        await queue.enqueue(
          Array.from({ length: count }, () =>
            how.keys ? aJob(`notes\0file-${(keys += 1)}`) : job,
          ),
        );
      },
      async run(most) {
        const request = { ...REQUEST, most };
        const { leased } = how.merged
          ? await queue.settleAndClaim(ends, request)
          : { leased: await queue.claim(request) };
        ends = leased.map(({ lease }) => ({ lease, ending: { kind: "done", result: null } }));
        if (!how.merged) await queue.settle(ends);
        return leased.length;
      },
      close: () => store.close(),
    };
  };
}

function aJob(dedupeKey: string | null): NewJob {
  const runAt = Date.now();
  return {
    kind: "document",
    lane: "/home/me/code/notes",
    payload: PAYLOAD,
    dedupeKey,
    run: null,
    priority: 0,
    runAt,
  };
}
