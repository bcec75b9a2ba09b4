import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Puts a file in place that only its owner can read, whole or not at all.
 *
 * It is written beside its place, made durable, then renamed over what was there; so a link
 * at that place is replaced, never followed.
 */
export function writePrivateFile(file: string, text: string | Uint8Array): void {
  const draft = `${file}.${randomUUID()}.new`;
  try {
    const descriptor = openSync(draft, "wx", 0o600);
    try {
      writeSync(descriptor, typeof text === "string" ? Buffer.from(text) : text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(dirname(file));
}

/** Makes the rename itself durable. Windows opens no folders, and needs it not (not run). */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
