import { describeJobQueue, type QueueRig } from "@hookline/core/testing/job-queue";
import { PgBoss, TestClock } from "pg-boss";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { openPgBossJobQueue } from "../src/index.ts";
import { findPostgres, type PostgresServer, startPostgres } from "./postgres-server.ts";

const SCHEMA = "hookline";

const programs = findPostgres();
if (programs === undefined) console.log("left out: the queue on PostgreSQL: it is not installed");

describe.skipIf(programs === undefined)("with a server of its own", () => {
  let server: PostgresServer;
  let broom: PgBoss;
  beforeAll(async () => {
    server = await startPostgres(programs ?? "");
    broom = await openBroom(server.url);
  });
  afterAll(async () => {
    await broom.stop({ graceful: false });
    await server.stop();
  });
  describeJobQueue("PostgreSQL with pg-boss", () => openRig(server.url, broom));
});

/** A queue whose clock the test moves. Its tables are emptied afterwards: making them takes longer than most tests. */
async function openRig(url: string, broom: PgBoss): Promise<QueueRig> {
  const clock = new TestClock(Date.parse("2026-01-01T00:00:00Z"));
  const report = (problem: Error): void => expect.fail(String(problem));
  const open = () => openPgBossJobQueue({ url, schema: SCHEMA }, { clock, report });
  let queue = await open();
  return {
    get queue() {
      return queue;
    },
    now: () => clock.now(),
    pass: (ms) => clock.tick(ms),
    reopen: async () => {
      await queue.close();
      queue = await open();
    },
    close: async () => {
      await queue.close();
      await broom.getDb().executeSql(`TRUNCATE ${SCHEMA}.queue, ${SCHEMA}.task_lane CASCADE`);
    },
  };
}

/** Whoever empties the tables between tests. */
function openBroom(connectionString: string): Promise<PgBoss> {
  const options = { connectionString, schema: SCHEMA, supervise: false, schedule: false };
  return new PgBoss({ ...options, registerInstance: false }).start();
}
