import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Reads every ref of a repository from its files, without starting git (gitrepository-layout(5)). */
export function readRefs(gitDir: string): Map<string, string> {
  const refs = new Map<string, string>();
  const packed = join(gitDir, "packed-refs");
  const lines = existsSync(packed) ? readFileSync(packed, "utf8").split("\n") : [];
  for (const line of lines) {
    const [id = "", ref] = line.split(" ");
    if (ref?.startsWith("refs/")) refs.set(ref, id);
  }
  for (const entry of readdirSync(join(gitDir, "refs"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const ref = file.slice(gitDir.length + 1).replaceAll("\\", "/");
    refs.set(ref, readFileSync(file, "utf8").trim());
  }
  return refs;
}
