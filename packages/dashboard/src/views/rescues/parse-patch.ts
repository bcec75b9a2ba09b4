/** A line of a patch. `meta` says something about the file, such as that it ends without a line end. */
export interface PatchLine {
  readonly kind: "same" | "added" | "removed" | "meta";
  readonly text: string;
  /** Its number before and after; `null` where it is not. */
  readonly before: number | null;
  readonly after: number | null;
}

/** A stretch of changed lines with what stands around it. */
export interface Hunk {
  /** What git says of where it is: `@@ -1,2 +3,4 @@ function f()`. */
  readonly heading: string;
  readonly lines: readonly PatchLine[];
}

/** What a patch says of one file. */
export interface FilePatch {
  readonly path: string;
  readonly change: "changed" | "added" | "deleted" | "renamed" | "binary";
  readonly from: string | null;
  readonly hunks: readonly Hunk[];
  readonly added: number;
  readonly removed: number;
}

interface Draft {
  path: string;
  change: FilePatch["change"];
  from: string | null;
  hunks: { heading: string; lines: PatchLine[] }[];
}

/** Reads git's unified patches (git-diff(1), "Generating patch text with -p"). */
export function parsePatch(patch: string): readonly FilePatch[] {
  const files: Draft[] = [];
  let before = 0;
  let after = 0;
  let left = { before: 0, after: 0 };
  for (const line of patch.split("\n")) {
    const file = files.at(-1);
    const hunk = file?.hunks.at(-1);
    const isInside = hunk !== undefined && left.before + left.after > 0;
    if (isInside || line.startsWith("\\")) {
      const kind = KINDS[line[0] ?? " "] ?? "same";
      hunk?.lines.push({
        kind,
        text: line.slice(1),
        before: kind === "same" || kind === "removed" ? before : null,
        after: kind === "same" || kind === "added" ? after : null,
      });
      if (kind === "same" || kind === "removed") {
        before += 1;
        left.before -= 1;
      }
      if (kind === "same" || kind === "added") {
        after += 1;
        left.after -= 1;
      }
      continue;
    }
    if (line.startsWith("diff --git ")) {
      files.push({ path: pathOf(line), change: "changed", from: null, hunks: [] });
      continue;
    }
    if (file === undefined) continue;
    const at = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (at !== null) {
      const [, first, many = "1", second, more = "1"] = at;
      before = Number(first);
      after = Number(second);
      left = { before: Number(many), after: Number(more) };
      file.hunks.push({ heading: line, lines: [] });
      continue;
    }
    readHeader(file, line);
  }
  return files.map(finish);
}

const KINDS: Readonly<Record<string, PatchLine["kind"]>> = {
  " ": "same",
  "+": "added",
  "-": "removed",
  "\\": "meta",
};

function readHeader(file: Draft, line: string): void {
  if (line.startsWith("new file")) file.change = "added";
  if (line.startsWith("deleted file")) file.change = "deleted";
  if (line.startsWith("Binary files") || line.startsWith("GIT binary patch"))
    file.change = "binary";
  if (line.startsWith("rename from ")) {
    file.change = "renamed";
    file.from = unquoted(line.slice("rename from ".length));
  }
  if (line.startsWith("rename to ")) file.path = unquoted(line.slice("rename to ".length));
  const named = /^(?:\+\+\+|---) (?:"?[ab]\/)(.*?)"?\t?$/.exec(line)?.[1];
  if (named !== undefined) file.path = unquoted(line.includes('"') ? `"${named}"` : named);
}

/** Of a file without hunks nothing else tells the name; both sides are the same there. */
function pathOf(line: string): string {
  const both = line.slice("diff --git ".length);
  const quoted = /^"a\/(.*)" "b\//.exec(both)?.[1];
  if (quoted !== undefined) return unquoted(`"${quoted}"`);
  return both.slice(2, Math.floor((both.length - 1) / 2));
}

/** git writes unusual names as C does (core.quotePath): octal bytes of UTF-8. */
function unquoted(name: string): string {
  if (!name.startsWith('"')) return name;
  const bytes: number[] = [];
  const inside = new TextEncoder().encode(name.slice(1, -1));
  for (let at = 0; at < inside.length; at += 1) {
    const byte = inside[at] ?? 0;
    if (byte !== 0x5c) {
      bytes.push(byte);
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(String.fromCharCode(...inside.slice(at + 1, at + 4)))?.[0];
    if (octal === undefined) {
      at += 1;
      bytes.push(ESCAPES[String.fromCharCode(inside[at] ?? 0)] ?? inside[at] ?? 0);
    } else {
      bytes.push(Number.parseInt(octal, 8));
      at += 3;
    }
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, b: 8, f: 12, v: 11, a: 7 };

function finish({ hunks, ...file }: Draft): FilePatch {
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return {
    ...file,
    hunks,
    added: lines.filter(({ kind }) => kind === "added").length,
    removed: lines.filter(({ kind }) => kind === "removed").length,
  };
}
