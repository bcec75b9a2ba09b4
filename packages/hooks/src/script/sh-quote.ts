import { sep } from "node:path";
import type { AbsolutePath } from "@hookline/core/client";

/**
 * Quotes a text so that a POSIX shell reads it as exactly one word.
 *
 * Inside single quotes nothing is special, newlines, `$` and backticks
 * included; a single quote itself closes, is escaped, and opens again.
 */
export function shQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** As {@link shQuote}, for people: what needs no quotes has none. */
export function shWord(text: string): string {
  return /^[\w./:~@%+=,-]+$/.test(text) ? text : shQuote(text);
}

/**
 * Quotes a path for a shell.
 *
 * With forward slashes also on Windows: without one, the shell's `.` would
 * search `PATH` (not run there).
 */
export function shPath(path: AbsolutePath): string {
  return shQuote(sep === "\\" ? path.replaceAll(sep, "/") : path);
}
