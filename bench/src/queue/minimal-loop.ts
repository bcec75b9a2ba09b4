import Sqlite from "better-sqlite3";
import { type Contestant, PAYLOAD } from "./contestant.ts";

/**
 * The least that a queue on SQLite can do: one statement for each move, no lease, no lanes, no retry.
 * What any queue with features is measured against.
 */
export const minimalLoop: Contestant = {
  name: "minimal loop",
  open(file, sync) {
    const database = new Sqlite(file);
    database.pragma("journal_mode = WAL");
    database.pragma(`synchronous = ${sync}`);
    database.exec(`
      CREATE TABLE job (id INTEGER PRIMARY KEY, state INTEGER NOT NULL, payload TEXT NOT NULL) STRICT;
      CREATE INDEX job_waiting ON job (id) WHERE state = 0;`);
    const insert = database.prepare("INSERT INTO job (state, payload) VALUES (0, ?)");
    const claim = database.prepare<[number], { readonly id: number; readonly payload: string }>(
      `UPDATE job SET state = 1 WHERE id IN (SELECT id FROM job WHERE state = 0 ORDER BY id LIMIT ?)
       RETURNING id, payload`,
    );
    const done = database.prepare("UPDATE job SET state = 2 WHERE id = ?");
    const insertMany = database.transaction((jobs: number) => {
      for (let count = 0; count < jobs; count += 1) insert.run(JSON.stringify(PAYLOAD));
    });
    const allDone = database.transaction((ids: readonly number[]) => {
      for (const id of ids) done.run(id);
    });
    return {
      enqueue(jobs) {
        if (jobs === 1) insert.run(JSON.stringify(PAYLOAD));
        else insertMany(jobs);
      },
      run(most) {
        const ids = claim.all(most).map(({ id, payload }) => {
          JSON.parse(payload);
          return id;
        });
        const [first] = ids;
        if (ids.length === 1) done.run(first);
        else if (ids.length > 1) allDone(ids);
        return ids.length;
      },
      close: () => void database.close(),
    };
  },
};
