/** What a terminal obeys, or what changes the order of the letters around it, and a byte that is no text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/gu;

/** How much of a value stands in a sentence. */
const LONGEST = 200;

/** Makes a value of somebody's config fit for a sentence: one line, bounded, nothing hidden. */
export function plainText(text: string): string {
  const shown = text.replace(
    UNPRINTABLE,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}

/** Whether a text has nothing that {@link plainText} would make visible. */
export function isPlainText(text: string): boolean {
  return text.search(UNPRINTABLE) < 0;
}
