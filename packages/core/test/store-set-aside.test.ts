import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { setAside } from "../src/store/set-aside.ts";
import { inFolder, scratchFolder } from "./store-scratch.ts";

test("every file of a database is moved, and a new one finds nothing of it", () => {
  const folder = scratchFolder();
  const file = inFolder(folder, "hookline.db");
  const parts = ["", "-journal", "-shm", "-wal"];
  for (const part of parts) writeFileSync(file + part, `part ${part}`);
  const kept = setAside(file, Date.parse("2026-01-01T00:00:00Z"));
  expect(readdirSync(folder).toSorted()).toEqual(parts.map((part) => basename(kept) + part));
  for (const part of parts) expect(readFileSync(kept + part, "utf8")).toBe(`part ${part}`);
});
