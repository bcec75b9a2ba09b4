import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

const APPENDS = 200;

/** Appends 4 KiB and waits for the disk, again and again; returns how often that went in a second. */
export function rawSyncsPerSecond(folder: string): number {
  const path = join(folder, "raw");
  const block = Buffer.alloc(4096, 1);
  const file = openSync(path, "w");
  try {
    const begun = performance.now();
    for (let count = 0; count < APPENDS; count += 1) {
      writeSync(file, block);
      fdatasyncSync(file);
    }
    return (APPENDS / (performance.now() - begun)) * 1000;
  } finally {
    closeSync(file);
    rmSync(path);
  }
}
