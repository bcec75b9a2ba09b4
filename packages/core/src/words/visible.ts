/** Characters that move the cursor, change colours, or make text look like other text. */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what is made visible
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Writes a text that somebody else chose so that a person sees all of it: `\n`, `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    return `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
  });
}
