import Sqlite from "better-sqlite3";
import { onTestFinished } from "vitest";
import { type AbsolutePath, absolutePath } from "../src/decide/brands.ts";
import { LookStore } from "../src/queue/look-store.ts";
import { migrate, readMigrations } from "../src/store/migrate.ts";
import { Store } from "../src/store/store.ts";
import { FakeClock } from "../src/testing/fake-clock.ts";

/** Opens a store with our schema in memory; a variant of {@link Store} may plant a fault. */
export function memoryStore(Variant: typeof Store = Store): Store {
  const database = new Sqlite(":memory:");
  migrate(database, readMigrations());
  return new Variant(absolutePath("/in-memory"), database);
}

/** A queue in memory with a clock at 0, closed after the test. */
export function aQueue() {
  const store = memoryStore();
  onTestFinished(() => store.close());
  const clock = new FakeClock(0);
  return { store, clock, jobs: new LookStore(store, clock) };
}

/** Names a repository. */
export function repo(name: string | number): AbsolutePath {
  return absolutePath(`/repositories/${name}`);
}
