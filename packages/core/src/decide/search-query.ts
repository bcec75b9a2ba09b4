/** More words make no search narrower that a person would understand. */
const MOST_WORDS = 32;
const MOST_CHARACTERS = 1000;

/** What the tokenizer of the index makes words of (SQLite, FTS5, "Unicode61 Tokenizer"). */
const HAS_WORD = /[\p{L}\p{N}\p{Co}]/u;

/**
 * Writes what a person looks for as a query of FTS5; `null` where it has no word to look for.
 *
 * All words must occur, in any order; what stands in double quotes as it stands; the last word is taken
 * as the beginning of one, since people look while they type. Nothing else has a meaning: each word is
 * quoted, so neither `AND`, `NEAR`, `*`, `-` nor a lone quote is syntax.
 */
export function searchQuery(text: string): string | null {
  // SQLite reads a query up to its first NUL.
  const plain = text.slice(0, MOST_CHARACTERS).replaceAll("\0", " ");
  const words: string[] = [];
  let isPrefix = false;
  for (const [, phrase, word] of plain.matchAll(/"([^"]*)"|([^\s"]+)/g)) {
    const said = phrase ?? word ?? "";
    if (!HAS_WORD.test(said)) continue;
    isPrefix = word !== undefined;
    words.push(`"${said}"`);
  }
  if (words.length === 0) return null;
  const kept = words.slice(0, MOST_WORDS).join(" ");
  return isPrefix && words.length <= MOST_WORDS ? `${kept} *` : kept;
}
