import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { type AbsolutePath, absolutePath } from "../src/decide/brands.ts";
import { StoreError } from "../src/errors.ts";

/** Makes a folder that is gone after the test, unless `KEEP_SCRATCH` is set. */
export function scratchFolder(): AbsolutePath {
  const folder = mkdtempSync(join(tmpdir(), "hookline-store-"));
  onTestFinished(() => {
    if (!process.env["KEEP_SCRATCH"]) rmSync(folder, { recursive: true, force: true });
  });
  return absolutePath(folder);
}

/** Names a file in a folder. */
export function inFolder(folder: AbsolutePath, name: string): AbsolutePath {
  return absolutePath(join(folder, name));
}

/** Returns the `StoreError` that something throws; the test fails when it throws none. */
export function storeFailureOf(work: () => unknown): StoreError {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  return expect.fail("expected a StoreError");
}
