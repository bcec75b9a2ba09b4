/** What the words of a message template stand for. */
export interface MessageWords {
  /** `2026-01-31T12:05:09Z`. */
  readonly iso: string;
  /** How many files the commit changes. */
  readonly count: number;
  /** The name of this machine. */
  readonly host: string;
  /** The branch, without `refs/heads/`. */
  readonly branch: string;
}

const WORD = /\{([^{}\s]*)\}/g;
const KNOWN: ReadonlySet<string> = new Set(["iso", "count", "host", "branch"]);

/** git takes no commit without a message. */
const WITHOUT_TEMPLATE = "chore: commit at {iso}";

/**
 * Fills in a message template. What is not one of {@link MessageWords} stays as it stands; what is
 * filled in is never looked at again. Never empty; ends with a line end.
 */
export function commitMessage(template: string, words: MessageWords): string {
  const texts: Readonly<Record<string, string>> = {
    iso: words.iso.replace(/\.\d+Z$/, "Z"),
    count: String(words.count),
    host: oneLine(words.host),
    branch: oneLine(words.branch),
  };
  const fill = (text: string): string =>
    text.replace(WORD, (whole, word: string) => (KNOWN.has(word) ? (texts[word] ?? whole) : whole));
  const message = fill(template).trim();
  return `${message === "" ? fill(WITHOUT_TEMPLATE) : message}\n`;
}

/** The words of a template that nothing is filled in for, as they stand there. */
export function unknownWords(template: string): readonly string[] {
  const found = [...template.matchAll(WORD)];
  return [...new Set(found.flatMap(([whole, word = ""]) => (KNOWN.has(word) ? [] : [whole])))];
}

function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- a host name may hold anything on some systems
  return text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
}
