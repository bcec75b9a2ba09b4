import type { FilePut } from "../rescue/put-file.ts";
import type { FilesRestored } from "../rescue/restore-files.ts";
import type { Tone } from "./tone.ts";
import { visible } from "./visible.ts";
import { counted } from "./words.ts";

/** How many files of one kind are named; nobody reads a thousand. */
const MOST_NAMED = 20;

/** A line about files that came back: a mark for the first of a kind, and a remark at its end. */
export interface RestoredLine {
  readonly tone: Tone;
  /** Whether it begins a new thing, or says more about the one above. */
  readonly leads: boolean;
  readonly says: string;
  readonly remark: string;
}

/**
 * Says what became of files that were to come back.
 *
 * @param folder where to, if not to their places
 */
export function restoredWords(
  { files, unknown }: FilesRestored,
  folder: string | null,
): RestoredLine[] {
  const of = (kind: FilePut["kind"]) => files.filter(({ put }) => put.kind === kind);
  const back = files.filter(({ put }) => put.kind === "put" || put.kind === "put-beside");
  const same = of("same").length;
  const refused = of("refused");
  const where = folder === null ? "back" : `in ${folder}`;
  const are = (count: number): string => `${counted(count, "file")} ${count === 1 ? "is" : "are"}`;
  const named = back.slice(0, MOST_NAMED);
  const lines: RestoredLine[] = [];
  const lead = (tone: Tone, says: string) => lines.push({ tone, leads: true, says, remark: "" });
  const more = (tone: Tone, says: string, remark = "") =>
    lines.push({ tone, leads: false, says, remark });
  if (back.length > 0) lead("good", `${are(back.length)} ${where}.`);
  for (const { path, put } of named) {
    const beside = put.kind === "put-beside";
    more("plain", visible(path), beside ? `what stood there is now ${visible(put.kept)}` : "");
  }
  if (back.length > named.length) more("plain", `and ${back.length - named.length} more`);
  if (same > 0) lead("good", `${are(same)} as in the rescue already.`);
  for (const { path, put } of refused) {
    const why = put.kind === "refused" ? put.why : "";
    lead("bad", `${visible(path)} was not written: ${why}.`);
  }
  if (refused.length > 0) more("bad", "Nothing there was touched.");
  for (const path of unknown) lead("bad", `The rescue holds no ${visible(path)}.`);
  if (files.length === 0 && unknown.length === 0)
    lead("plain", "The rescue holds no file that was not committed.");
  return lines;
}
