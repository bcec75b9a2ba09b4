import { StoreError } from "@hookline/core";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openPgBossJobQueue, type PgBossJobQueue } from "../src/index.ts";
import { queueOf } from "../src/schema.ts";
import { findPostgres, type PostgresServer, startPostgres } from "./postgres-server.ts";

const programs = findPostgres();
if (programs === undefined) console.log("left out: a shared queue: PostgreSQL is not installed");

const aJob = {
  kind: "document",
  lane: "a",
  payload: { path: "README.md" },
  dedupeKey: null,
  run: null,
  priority: 0,
  runAt: 0,
};

const aRequest = { leaseMs: 30_000, most: 1, perLane: 100, perKind: {}, except: [] };

describe.skipIf(programs === undefined)("a queue that machines share", () => {
  let server: PostgresServer;
  let schemas = 0;
  beforeAll(async () => {
    server = await startPostgres(programs ?? "");
  });
  afterAll(() => server.stop());

  /** Opens the same queue on so many machines, all at once. */
  async function openOn(machines: number): Promise<{
    readonly queues: readonly PgBossJobQueue[];
    readonly schema: string;
  }> {
    schemas += 1;
    const schema = `hookline_${schemas}`;
    // A server that crashes cuts connections; what matters is what the next call says.
    const report = (): void => undefined;
    const opening = Array.from({ length: machines }, () =>
      openPgBossJobQueue({ url: server.url, schema }, { report }),
    );
    const queues = await Promise.all(opening);
    onTestFinished(async () => {
      await Promise.all(queues.map((queue) => queue.close()));
    });
    return { queues, schema };
  }

  test("gives each job to one machine, whoever added it", async () => {
    const { queues } = await openOn(3);
    const jobs = Array.from({ length: 5 }, (_, index) => ({ ...aJob, lane: `lane ${index % 2}` }));
    const added = await Promise.all(queues.map((queue) => queue.enqueue(jobs)));
    const taken = await Promise.all(
      queues.map(async (queue, machine) => {
        const ids: string[] = [];
        for (;;) {
          const leased = await queue.claim({ ...aRequest, worker: `machine ${machine}` });
          if (leased.length === 0) return ids;
          ids.push(...leased.map(({ id }) => id));
        }
      }),
    );
    expect(taken.flat().toSorted()).toEqual(
      added
        .flat()
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test("keeps one waiting job for a thing that many add at once", async () => {
    const { queues } = await openOn(3);
    const adding = queues.map((queue) => queue.enqueue([{ ...aJob, dedupeKey: "a.md" }]));
    const kinds = (await Promise.all(adding)).flat().map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(["queued", "replaced", "replaced"]);
    expect((await queues[0]?.counts())?.queued).toBe(1);
  });

  test("keeps limits over all machines", async () => {
    const { queues } = await openOn(3);
    await queues[0]?.enqueue([aJob, aJob, aJob, aJob]);
    const request = { ...aRequest, worker: "machine", most: 3, perKind: { document: 2 } };
    const leased = await Promise.all(queues.map((queue) => queue.claim(request)));
    expect(leased.flat()).toHaveLength(2);
  });

  test("keeps what it has acknowledged when the server crashes", async () => {
    const { queues } = await openOn(1);
    const [queue] = queues;
    const [first] = (await queue?.enqueue([aJob, { ...aJob, payload: 2 }])) ?? [];
    const [leased] = (await queue?.claim({ ...aRequest, worker: "machine" })) ?? [];
    await server.crash();
    expect(await queue?.counts()).toMatchObject({ queued: 1, running: 1 });
    const ending = { kind: "done", result: "kept" } as const;
    expect(leased && (await queue?.settle([{ lease: leased.lease, ending }]))).toEqual([true]);
    expect(first && (await queue?.get(first.id))).toMatchObject({ state: "done", result: "kept" });
  });

  test("says with a StoreError that it cannot be reached", async () => {
    const url = "postgresql://hookline@/postgres?host=%2Fnowhere";
    const opening = openPgBossJobQueue({ url, schema: "hookline" }, { report: () => undefined });
    await expect(opening).rejects.toThrow(StoreError);
  });

  test("sees what somebody does with pg-boss's own tools", async () => {
    const { queues, schema } = await openOn(1);
    const [queue] = queues;
    const [added] = (await queue?.enqueue([aJob])) ?? [];
    const tool = new PgBoss({ connectionString: server.url, schema, supervise: false });
    onTestFinished(() => tool.stop({ graceful: false }));
    await tool.start();
    await tool.cancel(queueOf("a"), added?.id ?? "");
    expect(added && (await queue?.get(added.id))?.state).toBe("cancelled");
    expect(await queue?.claim({ ...aRequest, worker: "machine" })).toEqual([]);
    expect(await queue?.retry({})).toBe(1);
    expect(await queue?.claim({ ...aRequest, worker: "machine" })).toHaveLength(1);
  });
});
