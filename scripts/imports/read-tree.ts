import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { SourceTree } from "./import-graph.ts";

const NOT_OURS = new Set(["node_modules", "dist", "dist-electron", ".git", ".turbo"]);

/** Reads the sources, style sheets and manifests of a checkout, without what was installed or built. */
export function readTree(root: string): SourceTree {
  const names = globSync("**/{package.json,*.ts,*.tsx,*.mts,*.mjs,*.css}", {
    cwd: root,
    exclude: (name) => NOT_OURS.has(name.split(sep).at(-1) ?? name),
  });
  return new Map(
    names.map((name) => [name.replaceAll(sep, "/"), readFileSync(join(root, name), "utf8")]),
  );
}
