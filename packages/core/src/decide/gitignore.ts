import { readTokens, type Token } from "./gitignore-tokens.ts";

/** A part of a pattern: what one name of a path must look like, or `**`, any number of names. */
type Part = "**" | readonly Token[];

/** A pattern of a `.gitignore`, read. */
export interface Pattern {
  /** Takes back what earlier patterns matched. */
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  readonly parts: readonly Part[];
}

/** A pattern, or why it can match nothing; `problem` continues a sentence that names it. */
export type ReadPattern =
  | { readonly kind: "read"; readonly pattern: Pattern }
  | { readonly kind: "unclear"; readonly problem: string };

/** Longer patterns are refused. */
const LONGEST_PATTERN = 256;

/** Reads one pattern as git reads a line of a `.gitignore` (gitignore(5), dir.c `parse_path_pattern`). */
export function readPattern(text: string): ReadPattern {
  if (text.length > LONGEST_PATTERN) {
    return unclear(`is longer than ${LONGEST_PATTERN} characters`);
  }
  if (text.startsWith("#")) return unclear("is a comment to git; write \\# for a #");
  const negated = text.startsWith("!");
  let body = withoutSpaces(negated ? text.slice(1) : text);
  const foldersOnly = body.endsWith("/");
  if (foldersOnly) body = body.slice(0, -1);
  if (body === "") return unclear("names no file");
  const anchored = body.includes("/");
  const tokens = readTokens(body.startsWith("/") ? body.slice(1) : body);
  if (tokens.kind === "unclear") return tokens;
  const parts: Part[] = tokens.parts.map((part) => (isAnyDepth(part) ? "**" : part));
  // A name alone stands at any depth; what is in a folder is not the folder.
  if (!anchored) parts.unshift("**");
  if (parts.at(-1) === "**") parts.push(ANYTHING);
  return { kind: "read", pattern: { negated, foldersOnly, parts } };
}

const ANYTHING: readonly Token[] = [{ kind: "star" }];

function isAnyDepth(part: readonly Token[]): boolean {
  return part.length > 1 && part.every(({ kind }) => kind === "star");
}

/** git takes no notice of spaces at the end, unless a backslash stands before them. */
function withoutSpaces(text: string): string {
  let end = text.length;
  while (text[end - 1] === " " && !isEscaped(text, end - 1)) end -= 1;
  return text.slice(0, end);
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === "\\") slashes += 1;
  return slashes % 2 === 1;
}

/**
 * Says whether a `.gitignore` of these patterns would ignore a file: the last pattern that matches it
 * decides, and below a folder that is matched everything is.
 *
 * Takes a time that grows with the length of the path times that of the patterns, whatever both are:
 * nothing is tried twice. A regular expression can be made to try for ever.
 *
 * @param path below the folder of the `.gitignore`, with `/` between its names
 */
export function isIgnored(patterns: readonly Pattern[], path: string): boolean {
  const names = path.split("/").map(characters);
  const matched = patterns.map(({ parts }) => depthsMatched(parts, names));
  return names.some((_, depth) => {
    const isFolder = depth < names.length - 1;
    const decides = patterns.findLastIndex(
      ({ foldersOnly }, index) => (isFolder || !foldersOnly) && matched[index]?.[depth],
    );
    return patterns[decides]?.negated === false;
  });
}

/** A name as its characters, some of which may take two places in a string. */
type Name = string | readonly string[];

function characters(name: string): Name {
  return /[\ud800-\udfff]/.test(name) ? Array.from(name) : name;
}

/**
 * Says for a path and each folder above it, the outermost first, whether the parts match it.
 *
 * Walks the path once, with every place in the parts where a match may stand at that name.
 */
function depthsMatched(parts: readonly Part[], names: readonly Name[]): readonly boolean[] {
  const [first, second] = parts;
  // Most patterns are a name alone, and most of the time goes here.
  if (parts.length === 2 && first === "**" && second !== undefined && second !== "**") {
    return names.map((name) => matchesName(second, name));
  }
  let places = skipAnyDepth(parts, new Set([0]));
  return names.map((name) => {
    if (places.size === 0) return false;
    const next = new Set<number>();
    for (const place of places) {
      const part = parts[place];
      if (part === "**") next.add(place);
      else if (part !== undefined && matchesName(part, name)) next.add(place + 1);
    }
    places = skipAnyDepth(parts, next);
    return places.has(parts.length);
  });
}

/** `**` may stand for no name at all. */
function skipAnyDepth(parts: readonly Part[], places: Set<number>): Set<number> {
  for (const place of places) if (parts[place] === "**") places.add(place + 1);
  return places;
}

/** Tries only the last `*` again: what an earlier one could take, the last one can take as well. */
function matchesName(tokens: readonly Token[], name: Name): boolean {
  let token = 0;
  let at = 0;
  let star: { readonly token: number; readonly at: number } | null = null;
  while (at < name.length) {
    const current = tokens[token];
    if (current?.kind === "star") {
      star = { token, at };
      token += 1;
    } else if (current !== undefined && matchesCharacter(current, name[at] ?? "")) {
      token += 1;
      at += 1;
    } else if (star !== null) {
      star = { token: star.token, at: star.at + 1 };
      token = star.token + 1;
      at = star.at;
    } else {
      return false;
    }
  }
  return tokens.slice(token).every(({ kind }) => kind === "star");
}

function matchesCharacter(token: Token, character: string): boolean {
  switch (token.kind) {
    case "star":
      return false;
    case "any":
      return true;
    case "character":
      return token.character === character;
    case "class": {
      const code = character.codePointAt(0) ?? 0;
      return token.ranges.some(([from, to]) => from <= code && code <= to) !== token.negated;
    }
  }
}

function unclear(problem: string): ReadPattern {
  return { kind: "unclear", problem };
}
