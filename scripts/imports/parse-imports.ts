import { parseAst } from "vitest/node";

/** One import as it stands in a source file. */
export interface ImportStatement {
  readonly specifier: string;
  readonly line: number;
  /** Erased before the program runs: `import type`, `export type ... from`, `import("x").T`. */
  readonly typeOnly: boolean;
}

const IMPORTING = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "TSImportType",
]);

/**
 * Lists everything that a TypeScript or JavaScript source imports, by its syntax tree.
 *
 * Covers static and dynamic imports, re-exports, type imports and `require("x")`. A dynamic
 * import whose name is computed is not seen.
 *
 * @param path only for the message
 * @throws SyntaxError when the source is none
 */
export function parseImports(path: string, source: string): readonly ImportStatement[] {
  const found: ImportStatement[] = [];
  const add = (node: Node, specifier: unknown, typeOnly: boolean): void => {
    if (typeof specifier !== "string") return;
    const line = source.slice(0, Number(node["start"])).split("\n").length;
    found.push({ specifier, line, typeOnly });
  };
  visit(syntaxTree(path, source), (node) => {
    const kind = String(node["type"]);
    if (IMPORTING.has(kind)) {
      add(node, child(node, "source")?.["value"], kind === "TSImportType" || saysType(node));
    } else if (kind === "CallExpression" && child(node, "callee")?.["name"] === "require") {
      add(node, firstArgument(node)?.["value"], false);
    }
  });
  return found;
}

/** A node of the syntax tree, read without trust in its shape. */
type Node = Readonly<Record<string, unknown>>;

function syntaxTree(path: string, source: string): unknown {
  try {
    // oxlint-disable-next-line typescript/no-deprecated -- its successor is exported by vite alone
    return parseAst(source, { lang: path.endsWith(".tsx") ? "tsx" : "ts" });
  } catch (cause) {
    throw new SyntaxError(`${path} cannot be parsed`, { cause });
  }
}

function visit(value: unknown, each: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, each);
  } else if (isNode(value)) {
    each(value);
    for (const inner of Object.values(value)) visit(inner, each);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

function child(node: Node, name: string): Node | undefined {
  const value = node[name];
  return isNode(value) ? value : undefined;
}

function firstArgument(node: Node): Node | undefined {
  const list = node["arguments"];
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return isNode(first) ? first : undefined;
}

function saysType(node: Node): boolean {
  return node["importKind"] === "type" || node["exportKind"] === "type";
}
