import type { FilePut, FilesRestored } from "@hookline/core";
import type { Output } from "./output.ts";
import { visible } from "./visible.ts";
import { counted } from "./words.ts";

/** How many files of one kind are named; nobody reads a thousand. */
const MOST_NAMED = 20;

/**
 * Says what became of files that were to come back.
 *
 * @param folder where to, if not to their places
 */
export function restoredLines(
  { files, unknown }: FilesRestored,
  folder: string | null,
  paint: Output["paint"],
): string[] {
  const of = (kind: FilePut["kind"]) => files.filter(({ put }) => put.kind === kind);
  const back = files.filter(({ put }) => put.kind === "put" || put.kind === "put-beside");
  const same = of("same").length;
  const refused = of("refused");
  const where = folder === null ? "back" : `in ${folder}`;
  const named = back.slice(0, MOST_NAMED).map(({ path, put }) => {
    const beside =
      put.kind === "put-beside" ? `  (what stood there is now ${visible(put.kept)})` : "";
    return `  ${visible(path)}${paint("quiet", beside)}`;
  });
  return [
    ...(back.length > 0
      ? [
          `${paint("good", "✓")} ${counted(back.length, "file")} ${back.length === 1 ? "is" : "are"} ${where}.`,
        ]
      : []),
    ...named,
    ...(back.length > named.length ? [`  and ${back.length - named.length} more`] : []),
    ...(same > 0
      ? [
          `${paint("good", "✓")} ${counted(same, "file")} ${same === 1 ? "is" : "are"} as in the rescue already.`,
        ]
      : []),
    ...refused.map(
      ({ path, put }) =>
        `${paint("bad", "✗")} ${visible(path)} was not written: ${put.kind === "refused" ? put.why : ""}.`,
    ),
    ...(refused.length > 0
      ? [`  ${paint("bad", "→")} Nothing there was touched. \`--to <folder>\` puts them elsewhere.`]
      : []),
    ...unknown.map((path) => `${paint("bad", "✗")} The rescue holds no ${visible(path)}.`),
    ...(files.length === 0 && unknown.length === 0
      ? ["The rescue holds no file that was not committed."]
      : []),
  ];
}
