import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { LookStore } from "../../src/queue/look-store.ts";
import { migrate, readMigrations } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { inFolder, scratchFolder } from "../store-scratch.ts";

test("the looks of an older Hookline, which called `queued` `ready`, are looks still", () => {
  const file = inFolder(scratchFolder(), "hookline.db");
  const older = new Sqlite(file);
  migrate(older, readMigrations().slice(0, 5));
  const insert = older.prepare(
    `INSERT INTO job (id, kind, repository, state, reasons, run_at, attempts, crashes, failure, enqueued_at)
     VALUES (?, 'look', ?, ?, '["hook"]', 7, ?, 0, ?, 3)`,
  );
  const failure = '{"kind":"auth","detail":"denied"}';
  insert.run(4, "/repositories/notes", "ready", 0, null);
  insert.run(9, "/repositories/site", "dead", 1, failure);
  older.close();

  const { store } = openStore(file, new FakeClock(), memoryLog().log);
  expect(new LookStore(store, new FakeClock()).list()).toMatchObject([
    { job: 4, repository: "/repositories/notes", state: "queued", reasons: ["hook"], runAt: 7 },
    {
      job: 9,
      repository: "/repositories/site",
      state: "dead",
      attempts: 1,
      failure: JSON.parse(failure),
    },
  ]);
  store.close();
});
