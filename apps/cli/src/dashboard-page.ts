import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type AbsolutePath, absolutePath } from "@hookline/core/client";

/** Finds the built page of the dashboard; `undefined` where it was not built. */
export function dashboardPage(): AbsolutePath | undefined {
  const index = fileURLToPath(import.meta.resolve("@hookline/dashboard/page"));
  return existsSync(index) ? absolutePath(dirname(index)) : undefined;
}
