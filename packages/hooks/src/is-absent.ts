import { errorCode } from "@hookline/core/client";

/** Nothing is there: the entry, or a folder above it, does not exist. */
export function isAbsent(problem: unknown): boolean {
  const code = errorCode(problem);
  return code === "ENOENT" || code === "ENOTDIR";
}
