import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { basename } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { z } from "zod";
import type { AbsolutePath } from "../src/decide/brands.ts";
import { LookStore } from "../src/queue/look-store.ts";
import { readMigrations } from "../src/store/migrate.ts";
import { openStoreReadOnly } from "../src/store/open-read-only.ts";
import { openStore } from "../src/store/open-store.ts";
import { RepositoryRecords } from "../src/store/repository-record.ts";
import { Store } from "../src/store/store.ts";
import { FakeClock } from "../src/testing/fake-clock.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { inFolder, scratchFolder, storeFailureOf } from "./store-scratch.ts";

const PAGE_BYTES = 4096;

function open(file: AbsolutePath) {
  const { log, events } = memoryLog();
  const opened = openStore(file, new FakeClock(), log);
  return { ...opened, events: events.map(({ event }) => event) };
}

/** A closed database that spans several pages. */
function aFilledDatabase(): AbsolutePath {
  const file = inFolder(scratchFolder(), "hookline.db");
  const { store } = open(file);
  const records = new RepositoryRecords(store);
  store.transaction(() => {
    for (let number = 0; number < 100; number += 1) {
      records.save({
        repository: inFolder(file, `repository-${number}`),
        lastLookAt: number,
        lastSuccessAt: null,
        seenRemotes: [],
        lastLook: "x".repeat(500),
      });
    }
  });
  store.close();
  return file;
}

test("a new database is durable, private, and at the newest schema", () => {
  const file = inFolder(scratchFolder(), "hookline.db");
  const { store, setAside, events } = open(file);
  const pragma = (name: string) => store.query(`PRAGMA ${name}`, z.looseObject({})).first();
  expect(pragma("journal_mode")).toEqual({ journal_mode: "wal" });
  expect(pragma("synchronous")).toEqual({ synchronous: 2 });
  expect(pragma("foreign_keys")).toEqual({ foreign_keys: 1 });
  expect(pragma("busy_timeout")).toEqual({ timeout: 1000 });
  expect(pragma("user_version")).toEqual({ user_version: readMigrations().length });
  for (const name of readdirSync(scratchOf(file))) {
    expect([name, statSync(inFolder(scratchOf(file), name)).mode & 0o777]).toEqual([name, 0o600]);
  }
  expect(setAside).toBeUndefined();
  expect(events).toEqual(["store.migrated", "store.opened"]);
  store.close();
  expect(readdirSync(scratchOf(file))).toEqual(["hookline.db"]);
});

test("a database that others could read becomes private", () => {
  const file = aFilledDatabase();
  chmodSync(file, 0o644);
  open(file).store.close();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("an existing database is opened as it is", () => {
  const file = aFilledDatabase();
  const { store, setAside, events } = open(file);
  expect(new RepositoryRecords(store).all()).toHaveLength(100);
  expect(setAside).toBeUndefined();
  expect(events).toEqual(["store.opened"]);
  store.close();
});

test("an empty file counts as new", () => {
  const file = inFolder(scratchFolder(), "hookline.db");
  writeFileSync(file, "");
  const { store, setAside } = open(file);
  expect(setAside).toBeUndefined();
  store.close();
});

const damages: readonly (readonly [string, (file: AbsolutePath) => void])[] = [
  ["holds garbage", (file) => writeFileSync(file, "not a database ".repeat(1000))],
  [
    "was cut off",
    (file) => truncateSync(file, Math.floor(statSync(file).size / PAGE_BYTES / 2) * PAGE_BYTES),
  ],
  ["was cut off inside a page", (file) => truncateSync(file, statSync(file).size - 100)],
  ["has a damaged page in the middle", damageMiddlePage],
  ["has a damaged header", (file) => overwrite(file, 16, Buffer.alloc(40, 0xff))],
  ["breaks a CHECK constraint", breakConstraint],
];

test.each(damages)("a database that %s is set aside, and a new one begun", (_how, damage) => {
  const file = aFilledDatabase();
  damage(file);
  const damaged = readFileSync(file);
  const { store, setAside, events } = open(file);
  const kept = setAside?.kept ?? expect.fail("nothing was set aside");
  expect(basename(kept)).toBe("hookline.db.broken-20260101T000000Z");
  expect(readFileSync(kept)).toEqual(damaged);
  expect(setAside?.problem).toContain(file);
  expect(new RepositoryRecords(store).all()).toEqual([]);
  expect(events).toEqual(["store.set-aside", "store.migrated", "store.opened"]);
  store.close();
});

test("a second broken database at the same time does not take the place of the first", () => {
  const file = inFolder(scratchFolder(), "hookline.db");
  const names = ["first garbage", "second garbage", "third garbage"].map((garbage) => {
    writeFileSync(file, garbage.repeat(100));
    const { store, setAside } = open(file);
    store.close();
    const kept = setAside?.kept ?? expect.fail("nothing was set aside");
    expect(readFileSync(kept, "utf8")).toContain(garbage);
    return basename(kept);
  });
  const name = "hookline.db.broken-20260101T000000Z";
  expect(names).toEqual([name, `${name}-2`, `${name}-3`]);
});

test("what stood in the log beside a broken database is kept with it", () => {
  const live = aFilledDatabase();
  const { store: writer } = open(live);
  const [first] = new RepositoryRecords(writer).all();
  new RepositoryRecords(writer).save({
    ...(first ?? expect.fail("no record")),
    lastLook: "only in the log",
  });
  const file = inFolder(scratchFolder(), "hookline.db");
  for (const part of ["", "-wal"]) copyFileSync(live + part, file + part);
  writer.close();
  damageMiddlePage(file);
  const { store, setAside } = open(file);
  const kept = setAside?.kept ?? expect.fail("nothing was set aside");
  expect(readFileSync(kept, "latin1")).toContain("only in the log");
  expect(new RepositoryRecords(store).all()).toEqual([]);
  store.close();
});

test("a database of a newer Hookline is refused and stays as it is", () => {
  const file = aFilledDatabase();
  const newer = new Sqlite(file);
  newer.pragma("user_version = 99");
  newer.close();
  chmodSync(file, 0o640);
  const before = readFileSync(file);
  for (const attempt of [() => open(file), () => openStoreReadOnly(file)]) {
    const failure = storeFailureOf(attempt);
    expect(failure.code).toBe("store-newer");
    expect(failure.hint).toContain("Update Hookline");
  }
  expect(readFileSync(file)).toEqual(before);
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

test("a folder in the database's place is refused and stays", () => {
  const file = inFolder(scratchFolder(), "hookline.db");
  mkdirSync(file);
  const failure = storeFailureOf(() => open(file));
  expect(failure.code).toBe("store-cannot-open");
  expect(failure.message).toContain("a folder is in its place");
  expect(statSync(file).isDirectory()).toBe(true);
});

test("a missing folder is an error with a next step", () => {
  const failure = storeFailureOf(() => open(inFolder(scratchFolder(), "missing/hookline.db")));
  expect(failure.code).toBe("store-cannot-open");
  expect(failure.hint).toContain("folder exists");
});

test("a database that another program is writing is an error with a next step, and whole afterwards", () => {
  const file = aFilledDatabase();
  const store = new Store(file, new Sqlite(file, { timeout: 0 }));
  const other = new Sqlite(file);
  other.exec("BEGIN IMMEDIATE");
  const forget = () => new RepositoryRecords(store).forget(inFolder(file, "repository-1"));
  expect(storeFailureOf(forget).code).toBe("store-busy");
  other.exec("ROLLBACK");
  other.close();
  forget();
  expect(new RepositoryRecords(store).all()).toHaveLength(99);
  store.close();
});

test("what a failed transaction wrote is not there", () => {
  const { store } = open(aFilledDatabase());
  const records = new RepositoryRecords(store);
  const [first] = records.all();
  expect(() =>
    store.transaction(() => {
      records.forget(first?.repository ?? expect.fail("no record"));
      throw new RangeError("half-way");
    }),
  ).toThrow(RangeError);
  expect(records.all()).toHaveLength(100);
  store.close();
});

test("a reader sees what the agent wrote, and cannot write", () => {
  const file = aFilledDatabase();
  const { store } = open(file);
  const reader = openStoreReadOnly(file) ?? expect.fail("no store");
  const records = new RepositoryRecords(reader);
  expect(records.all()).toHaveLength(100);
  expect(new LookStore(reader, new FakeClock()).counts()).toMatchObject({ queued: 0 });
  const write = () => records.forget(inFolder(file, "repository-1"));
  expect(storeFailureOf(write).code).toBe("store-read-only");
  reader.close();
  store.close();
});

test("a reader makes nothing where there is no database", () => {
  const folder = scratchFolder();
  expect(openStoreReadOnly(inFolder(folder, "hookline.db"))).toBeUndefined();
  expect(openStoreReadOnly(inFolder(folder, "missing/hookline.db"))).toBeUndefined();
  writeFileSync(inFolder(folder, "empty.db"), "");
  expect(openStoreReadOnly(inFolder(folder, "empty.db"))).toBeUndefined();
  expect(readdirSync(folder)).toEqual(["empty.db"]);
});

test("a reader leaves a broken and an older database alone", () => {
  const broken = aFilledDatabase();
  damageMiddlePage(broken);
  expect(storeFailureOf(() => openStoreReadOnly(broken)).code).toBe("store-broken");
  const older = aFilledDatabase();
  const writer = new Sqlite(older);
  writer.pragma("user_version = 1");
  writer.close();
  expect(storeFailureOf(() => openStoreReadOnly(older)).code).toBe("store-older");
  for (const file of [broken, older]) {
    expect(readdirSync(scratchOf(file)).filter((name) => name.includes("broken"))).toEqual([]);
  }
});

function scratchOf(file: AbsolutePath): AbsolutePath {
  return inFolder(file, "..");
}

function overwrite(file: AbsolutePath, at: number, bytes: Buffer): void {
  const content = readFileSync(file);
  bytes.copy(content, at);
  writeFileSync(file, content);
}

function damageMiddlePage(file: AbsolutePath): void {
  const pages = statSync(file).size / PAGE_BYTES;
  overwrite(file, Math.floor(pages / 2) * PAGE_BYTES, Buffer.alloc(PAGE_BYTES, 0xa5));
}

function breakConstraint(file: AbsolutePath): void {
  const database = new Sqlite(file);
  database.pragma("ignore_check_constraints = ON");
  database.exec(
    "INSERT INTO look (repository, state, reasons, run_at, enqueued_at) VALUES ('/r', 'asleep', '[]', 0, 0)",
  );
  database.close();
}
