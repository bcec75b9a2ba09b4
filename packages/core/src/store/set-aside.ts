import { existsSync, renameSync } from "node:fs";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";

/**
 * The endings of SQLite's own files beside a database, and of the database itself, which goes last:
 * as long as it stands, no new one can be made there that would take an old log for its own.
 */
const PARTS = ["-wal", "-shm", "-journal", ""] as const;

/**
 * Renames a broken database, with the files that belong to it, to `<file>.broken-<UTC time>`.
 *
 * Nothing is deleted and nothing overwritten: a taken name gets a number.
 *
 * @param at milliseconds since the epoch
 * @returns the new name of the database
 * @throws the error of rename(2)
 */
export function setAside(file: AbsolutePath, at: number): AbsolutePath {
  const kept = freeName(
    `${file}.broken-${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, "")}`,
  );
  for (const part of PARTS) {
    if (existsSync(file + part)) renameSync(file + part, kept + part);
  }
  return absolutePath(kept);
}

function freeName(wanted: string): string {
  const taken = (name: string): boolean => PARTS.some((part) => existsSync(name + part));
  let name = wanted;
  for (let number = 2; taken(name); number += 1) name = `${wanted}-${number}`;
  return name;
}
