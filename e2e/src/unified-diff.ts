import type { Edit } from "./compare-lines.ts";

const CONTEXT = 3;
const SIGNS = { keep: " ", remove: "-", add: "+" } as const;

/**
 * Draws edits as a unified diff (the form of `diff -u`); without a change, as nothing.
 *
 * @param before what the lines that go are called
 * @param after what the lines that come are called
 */
export function unifiedDiff(edits: readonly Edit[], before: string, after: string): string {
  const shown = edits.map((_, at) => {
    const near = edits.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1);
    return near.some(({ kind }) => kind !== "keep");
  });
  const lines: string[] = [];
  let [oldLine, newLine] = [1, 1];
  for (const [at, { kind, line }] of edits.entries()) {
    if (shown[at] === true) {
      if (shown[at - 1] !== true) {
        const length = shown.slice(at).indexOf(false);
        const hunk = edits.slice(at, length < 0 ? undefined : at + length);
        lines.push(`@@ -${range(oldLine, hunk, "add")} +${range(newLine, hunk, "remove")} @@`);
      }
      lines.push(SIGNS[kind] + line);
    }
    if (kind !== "add") oldLine += 1;
    if (kind !== "remove") newLine += 1;
  }
  return lines.length === 0 ? "" : [`--- ${before}`, `+++ ${after}`, ...lines].join("\n");
}

function range(start: number, hunk: readonly Edit[], without: Edit["kind"]): string {
  return `${start},${hunk.filter(({ kind }) => kind !== without).length}`;
}
