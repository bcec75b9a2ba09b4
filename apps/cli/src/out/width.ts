/** Letters that take two columns on a terminal (Unicode's East Asian Width, roughly), and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Counts the columns that a text without control characters takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of letters.segment(text)) width += letterWidth(segment);
  return width;
}

function letterWidth(letter: string): number {
  return WIDE.test(letter) ? 2 : 1;
}

/** Fills a text with blanks up to a number of columns. */
export function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}

/** Cuts the end off a text that is wider than its place. */
export function cutEnd(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  return `${taken([...letters.segment(text)], columns - 1).join("")}…`;
}

/** As {@link cutEnd}, at the beginning: of a path, the end says most. */
export function cutStart(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  return `…${taken([...letters.segment(text)].toReversed(), columns - 1)
    .toReversed()
    .join("")}`;
}

/** As many letters as fit. */
function taken(segments: readonly Intl.SegmentData[], columns: number): string[] {
  const kept: string[] = [];
  let left = columns;
  for (const { segment } of segments) {
    left -= letterWidth(segment);
    if (left < 0) break;
    kept.push(segment);
  }
  return kept;
}
