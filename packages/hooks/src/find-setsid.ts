import type { AbsolutePath } from "@hookline/core/client";
import { findProgram } from "./find-program.ts";

/**
 * Looks for the program that gives a runner a session of its own, so that it outlives its terminal:
 * util-linux's or busybox's `setsid`. macOS has none.
 *
 * @param searchPath the value of `PATH`, if it is set
 */
export function findSetsid(searchPath: string | undefined): Promise<AbsolutePath | undefined> {
  return findProgram("setsid", searchPath);
}
