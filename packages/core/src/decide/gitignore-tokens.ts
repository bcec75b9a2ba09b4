/** One element of a gitignore pattern between two slashes. */
export type Token =
  /** Any number of characters. */
  | { readonly kind: "star" }
  /** One character. */
  | { readonly kind: "any" }
  | { readonly kind: "character"; readonly character: string }
  | {
      readonly kind: "class";
      readonly negated: boolean;
      /** Pairs of code points, both ends included. */
      readonly ranges: readonly (readonly [number, number])[];
    };

/** The elements of a pattern, part by part, or why it can match nothing. */
export type Tokens =
  | { readonly kind: "read"; readonly parts: readonly (readonly Token[])[] }
  | { readonly kind: "unclear"; readonly problem: string };

/**
 * Reads a pattern as git's `wildmatch.c` does: `*`, `?`, `[…]` with ranges and POSIX classes, and `\`
 * before a character that is meant as it stands.
 */
export function readTokens(pattern: string): Tokens {
  const characters = Array.from(pattern);
  const parts: Token[][] = [[]];
  for (let at = 0; at < characters.length; at += 1) {
    let character = characters[at] ?? "";
    if (character === "\\") {
      at += 1;
      const escaped = characters[at];
      if (escaped === undefined) return unclear("ends with a backslash");
      character = escaped;
    } else if (character === "*") {
      parts.at(-1)?.push({ kind: "star" });
      continue;
    } else if (character === "?") {
      parts.at(-1)?.push({ kind: "any" });
      continue;
    } else if (character === "[") {
      const read = readClass(characters, at + 1);
      if (typeof read === "string") return unclear(read);
      parts.at(-1)?.push(read.token);
      at = read.end;
      continue;
    }
    if (character === "/") parts.push([]);
    else parts.at(-1)?.push({ kind: "character", character });
  }
  return { kind: "read", parts };
}

/** As git's own ctype has them, ASCII alone; pairs of first and last. */
const POSIX: ReadonlyMap<string, string> = new Map([
  ["alnum", "09AZaz"],
  ["alpha", "AZaz"],
  ["blank", "  \t\t"],
  ["cntrl", "\u0000\u001f\u007f\u007f"],
  ["digit", "09"],
  ["graph", "!~"],
  ["lower", "az"],
  ["print", " ~"],
  ["punct", "!/:@[`{~"],
  ["space", "  \t\n\r\r"],
  ["upper", "AZ"],
  ["xdigit", "09AFaf"],
]);

const OPEN_CLASS = "has a [ that is not closed";

/** @param start the place behind the `[` */
function readClass(
  characters: readonly string[],
  start: number,
): { readonly token: Token; readonly end: number } | string {
  const negated = ["!", "^"].includes(characters[start] ?? "");
  const first = negated ? start + 1 : start;
  const ranges: [number, number][] = [];
  // Where a range would begin: the member before, unless it was a range or a class itself.
  let before: number | null = null;
  // A `]` that comes first is a member.
  let at = first;
  for (; at === first || characters[at] !== "]"; at += 1) {
    const named = readNamedClass(characters, at);
    if (typeof named === "string") return named;
    if (named !== null) {
      ranges.push(...named.ranges);
      before = null;
      at = named.end;
      continue;
    }
    const next = characters[at + 1];
    const from: number | null = characters[at] === "-" && next !== "]" ? before : null;
    if (from !== null) at += 1;
    if (characters[at] === "\\") at += 1;
    const code = characters[at]?.codePointAt(0);
    if (code === undefined || at + 1 === characters.length) return OPEN_CLASS;
    // The first of a range is a member also where the last comes before it.
    ranges.push([from ?? code, code]);
    before = from === null ? code : null;
  }
  return { token: { kind: "class", negated, ranges }, end: at };
}

/** Reads `[:name:]`; `null` where there is none. */
function readNamedClass(characters: readonly string[], at: number) {
  if (characters[at] !== "[" || characters[at + 1] !== ":") return null;
  const end = characters.indexOf("]", at + 2);
  if (end < 0) return OPEN_CLASS;
  // Without the `:` at its end, the `[` is a member like others.
  if (end === at + 2 || characters[end - 1] !== ":") return null;
  const name = characters.slice(at + 2, end - 1).join("");
  const bounds = POSIX.get(name);
  if (bounds === undefined) return `has [:${name}:], which is no class of characters`;
  return { ranges: pairs(bounds), end };
}

function pairs(bounds: string): [number, number][] {
  const ranges: [number, number][] = [];
  for (let at = 0; at < bounds.length; at += 2) {
    ranges.push([bounds.charCodeAt(at), bounds.charCodeAt(at + 1)]);
  }
  return ranges;
}

function unclear(problem: string): Tokens {
  return { kind: "unclear", problem };
}
