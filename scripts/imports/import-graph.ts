import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { parseImports } from "./parse-imports.ts";

/** The checkout as paths (with `/`, from its root) and contents: sources and package.json files. */
export type SourceTree = ReadonlyMap<string, string>;

/** One import with the place it leads to. */
export interface ImportEdge {
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  /** A path of the tree, `node:fs`, `npm:zod`, or `nowhere:` and the specifier. */
  readonly to: string;
  readonly typeOnly: boolean;
}

/** Every module of the tree with what it imports. */
export type ImportGraph = ReadonlyMap<string, readonly ImportEdge[]>;

const SOURCE = /\.(?:ts|tsx|mts|mjs|js)$/;

/**
 * Builds the import graph of a tree.
 *
 * Names of our own packages lead, through their `exports`, to the source that the exported file
 * is built from, so the graph goes across packages.
 */
export function importGraph(tree: SourceTree): ImportGraph {
  const packages = ownPackages(tree);
  const modules = [...tree].filter(([path]) => SOURCE.test(path));
  return new Map(
    modules.map(([from, source]) => [
      from,
      parseImports(from, source).map((statement) => ({
        ...statement,
        from,
        to: destination(tree, packages, from, statement.specifier),
      })),
    ]),
  );
}

/** Returns the folder of the package that a path belongs to; the root's is the empty text. */
export function packageFolder(tree: SourceTree, path: string): string {
  const folder = posix.dirname(path);
  if (folder === ".") return "";
  return tree.has(`${folder}/package.json`) ? folder : packageFolder(tree, folder);
}

/** Our packages by name: what each subpath that they export is built from. */
type OwnPackages = ReadonlyMap<string, ReadonlyMap<string, string>>;

function destination(
  tree: SourceTree,
  packages: OwnPackages,
  from: string,
  specifier: string,
): string {
  const nowhere = `nowhere:${specifier}`;
  if (specifier.startsWith(".")) {
    const path = posix.join(posix.dirname(from), specifier);
    return tree.has(path) ? path : nowhere;
  }
  if (isBuiltin(specifier)) return `node:${specifier.replace(/^node:/, "")}`;
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  const own = packages.get(name);
  if (own === undefined) return `npm:${name}`;
  const source = own.get(`.${specifier.slice(name.length)}`);
  return source !== undefined && tree.has(source) ? source : nowhere;
}

function ownPackages(tree: SourceTree): OwnPackages {
  const packages = new Map<string, ReadonlyMap<string, string>>();
  for (const [path, text] of tree) {
    if (posix.basename(path) !== "package.json") continue;
    const manifest: unknown = JSON.parse(text);
    const name = property(manifest, "name");
    if (typeof name === "string")
      packages.set(name, exportedSources(posix.dirname(path), manifest));
  }
  return packages;
}

function exportedSources(folder: string, manifest: unknown): ReadonlyMap<string, string> {
  const exported: unknown = property(manifest, "exports");
  if (typeof exported !== "object" || exported === null) return new Map();
  return new Map(
    Object.entries(exported).map(([subpath, file]) => [
      subpath,
      posix.join(folder, String(file).replace(/^\.\/dist\/(.*)\.js$/, "src/$1.ts")),
    ]),
  );
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
