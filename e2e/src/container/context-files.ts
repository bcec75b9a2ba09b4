import { globSync, readFileSync, statSync } from "node:fs";
import { join, matchesGlob } from "node:path";

/**
 * Lists the files of a checkout that a build gets to see: those that `.dockerignore` does not name.
 * Only the patterns that ours has: names, `*` and a leading two-star folder; no exceptions.
 *
 * @param from a file or folder of the checkout
 */
export function contextFiles(checkout: string, from: string): readonly string[] {
  const ignored = readFileSync(join(checkout, ".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const isIgnored = (path: string): boolean =>
    ignored.some((pattern) => matchesGlob(path, pattern));
  if (statSync(join(checkout, from)).isFile()) return isIgnored(from) ? [] : [from];
  return globSync("**", { cwd: join(checkout, from), exclude: isIgnored })
    .map((path) => join(from, path))
    .filter((path) => statSync(join(checkout, path)).isFile());
}
