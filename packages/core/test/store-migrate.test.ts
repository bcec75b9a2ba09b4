import { mkdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { migrate, readMigrations, schemaVersion } from "../src/store/migrate.ts";
import { inFolder, scratchFolder } from "./store-scratch.ts";

function migrationsOf(files: Readonly<Record<string, string>>) {
  const folder = inFolder(scratchFolder(), "migrations/");
  mkdirSync(folder);
  for (const [name, sql] of Object.entries(files)) writeFileSync(inFolder(folder, name), sql);
  return readMigrations(new URL(`${pathToFileURL(folder).href}/`));
}

test("our own migrations apply to a new database, one version each", () => {
  const database = new Sqlite(":memory:");
  const migrations = readMigrations();
  expect(migrate(database, migrations)).toBe(migrations.length);
  expect(database.pragma("quick_check", { simple: true })).toBe("ok");
});

test("only what is new is applied", () => {
  const first = { "0001-one.sql": "CREATE TABLE one (x)" };
  const database = new Sqlite(":memory:");
  migrate(database, migrationsOf(first));
  expect(
    migrate(database, migrationsOf({ ...first, "0002-two.sql": "CREATE TABLE two (x)" })),
  ).toBe(2);
});

test("a migration that fails leaves the schema before it, and the next start goes on from there", () => {
  const database = new Sqlite(":memory:");
  const half = "CREATE TABLE two (x); CREATE TABLE two (x)";
  const one = { "0001-one.sql": "CREATE TABLE one (x)" };
  expect(() => migrate(database, migrationsOf({ ...one, "0002-two.sql": half }))).toThrow(
    "table two already exists",
  );
  expect(schemaVersion(database)).toBe(1);
  expect(migrate(database, migrationsOf({ ...one, "0002-two.sql": "CREATE TABLE two (x)" }))).toBe(
    2,
  );
});

test.each([
  ["a gap", { "0001-one.sql": "", "0003-three.sql": "" }],
  ["a number given twice", { "0001-one.sql": "", "0001-two.sql": "" }],
  ["a name that is none", { "one.sql": "" }],
])("%s in the numbers is a mistake of ours", (_what, files) => {
  expect(() => migrationsOf(files)).toThrow("this is a bug in Hookline");
});
