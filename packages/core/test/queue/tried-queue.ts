import Sqlite from "better-sqlite3";
import type { Clock } from "../../src/clock.ts";
import { absolutePath } from "../../src/decide/brands.ts";
import type { JobQueue } from "../../src/queue/job-queue.ts";
import { SqliteJobQueue } from "../../src/queue/sqlite-job-queue.ts";
import { migrate, readMigrations } from "../../src/store/migrate.ts";
import { Store } from "../../src/store/store.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";

/** A mistake to plant: in what the store is told, in the time, or in what the queue does. */
export interface Fault {
  readonly clock?: (clock: Clock) => Clock;
  readonly Store?: typeof Store;
  readonly wrap?: (queue: JobQueue) => JobQueue;
}

/**
 * A queue of jobs in memory that can be closed and opened again, perhaps with a fault in it.
 *
 * To open one is cheap: the database is one for all that have the same fault, empty each time, and its
 * statements are prepared once.
 */
export class TriedQueue {
  readonly clock = new FakeClock();
  readonly #fault: Fault;
  readonly #store: Store;
  #queue: JobQueue;

  constructor(fault: Fault) {
    this.#fault = fault;
    this.#store = storeOf(fault);
    this.#store.command("DELETE FROM job")();
    this.#queue = this.#open();
  }

  /** The queue as it is open now. */
  get queue(): JobQueue {
    return this.#queue;
  }

  /** Opens it as the next process does, with nothing remembered. */
  reopen(): void {
    this.#queue = this.#open();
  }

  #open(): JobQueue {
    const clock = this.#fault.clock?.(this.clock) ?? this.clock;
    const queue = new SqliteJobQueue(this.#store, clock);
    return this.#fault.wrap?.(queue) ?? queue;
  }
}

const stores = new WeakMap<Fault, Store>();

function storeOf(fault: Fault): Store {
  const known = stores.get(fault);
  if (known) return known;
  const database = new Sqlite(":memory:");
  migrate(database, readMigrations());
  const store = new (fault.Store ?? Store)(absolutePath("/in-memory"), preparingOnce(database));
  stores.set(fault, store);
  return store;
}

/** Preparing all statements anew for each queue would take longer than using them. */
function preparingOnce(database: Sqlite.Database): Sqlite.Database {
  const prepare = database.prepare.bind(database);
  const known = new Map<string, Sqlite.Statement>();
  const value = (sql: string): Sqlite.Statement => {
    const statement = known.get(sql) ?? prepare(sql);
    known.set(sql, statement);
    return statement;
  };
  return Object.defineProperty(database, "prepare", { value });
}
