const MARK = "…";

/** Cuts a text at a whole character, with a mark where something is missing. */
export function cut(text: string, mostBytes: number): string {
  if (utf8Bytes(text) <= mostBytes) return text;
  let room = mostBytes - utf8Bytes(MARK);
  let kept = "";
  for (const { segment } of new Intl.Segmenter("en").segment(text)) {
    room -= utf8Bytes(segment);
    if (room < 0) break;
    kept += segment;
  }
  return kept + MARK;
}

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
  return bytes;
}
