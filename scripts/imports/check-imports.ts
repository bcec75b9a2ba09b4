import { matchesGlob } from "node:path";
import {
  type ImportEdge,
  type ImportGraph,
  importGraph,
  packageFolder,
  type SourceTree,
} from "./import-graph.ts";
import type { ImportRule } from "./rules.ts";

/** An import that a rule forbids. */
export interface ImportViolation {
  readonly rule: string;
  /** `file:line imports target, because ...` */
  readonly message: string;
}

/**
 * Checks the imports of a tree against the rules.
 *
 * Two rules stand beside the table: every import leads somewhere (a walker that loses its way
 * would find nothing to forbid), and packages meet only at their `exports`.
 */
export function checkImports(
  tree: SourceTree,
  rules: readonly ImportRule[],
): readonly ImportViolation[] {
  const graph = importGraph(tree);
  const edges = [...graph.values()].flat();
  return [
    ...edges.filter(({ to }) => to.startsWith("nowhere:")).map(leadsNowhere),
    ...edges.filter((edge) => reachesInside(tree, edge)).map(goesAroundExports),
    ...rules.flatMap((rule) => violationsOf(rule, graph)),
  ];
}

function violationsOf(rule: ImportRule, graph: ImportGraph): readonly ImportViolation[] {
  const modules = [...graph.keys()].filter(
    (path) => matches(path, rule.from) && !matches(path, rule.except ?? []),
  );
  const paths = modules.flatMap((path) =>
    rule.transitively ? runtimePaths(graph, path) : (graph.get(path) ?? []).map((edge) => [edge]),
  );
  return paths
    .filter((path) => forbids(rule, path.at(-1)?.to ?? ""))
    .map((path) => ({
      rule: rule.name,
      message: `${path.map(describe).join(",\n  then ")}, because ${rule.because}`,
    }));
}

/** The shortest way to everything that a module loads when the program runs. */
function runtimePaths(graph: ImportGraph, start: string): readonly (readonly ImportEdge[])[] {
  const found = new Map<string, readonly ImportEdge[]>([[start, []]]);
  for (const [path, way] of found) {
    for (const edge of graph.get(path) ?? []) {
      if (!edge.typeOnly && !found.has(edge.to)) found.set(edge.to, [...way, edge]);
    }
  }
  return [...found.values()].filter((way) => way.length > 0);
}

function forbids(rule: ImportRule, target: string): boolean {
  if (rule.only !== undefined) return !matches(target, rule.only);
  return matches(target, rule.never ?? []);
}

function matches(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesGlob(path, pattern));
}

function reachesInside(tree: SourceTree, edge: ImportEdge): boolean {
  if (!edge.specifier.startsWith(".") || !tree.has(edge.to)) return false;
  return packageFolder(tree, edge.from) !== packageFolder(tree, edge.to);
}

function leadsNowhere(edge: ImportEdge): ImportViolation {
  return {
    rule: "imports-lead-somewhere",
    message: `${describe(edge)}, which is no file and no export of a package`,
  };
}

function goesAroundExports(edge: ImportEdge): ImportViolation {
  return {
    rule: "packages-meet-at-exports",
    message: `${describe(edge)} of another package, because packages meet only at their exports`,
  };
}

function describe({ from, line, specifier }: ImportEdge): string {
  return `${from}:${line} imports ${specifier}`;
}
