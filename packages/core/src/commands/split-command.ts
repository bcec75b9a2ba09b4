/** A command as the arguments of a process, or why it cannot be one. */
export type SplitCommand =
  | { readonly kind: "split"; readonly words: readonly string[] }
  /** `problem` continues a sentence that names the setting. */
  | { readonly kind: "unclear"; readonly problem: string };

/** What a backslash takes the meaning from between double quotes (POSIX, "Double-Quotes"). */
const ESCAPED_IN_DOUBLE = new Set(['"', "\\", "$", "`", "\n"]);

/**
 * Splits a command into its arguments by the quoting rules of the POSIX shell, and by nothing else.
 *
 * There are no variables, globs, operators or comments: `$HOME`, `*`, `;` and `#` are text. So what a
 * person reads is what runs, and no value can ever become a second command.
 */
export function splitCommand(command: string): SplitCommand {
  const words: string[] = [];
  let word: string | null = null;
  let quote: "'" | '"' | null = null;
  for (let at = 0; at < command.length; at += 1) {
    const character = command[at] ?? "";
    const next = command[at + 1];
    if (character === quote) {
      quote = null;
    } else if (quote === "'") {
      word += character;
    } else if (character === "\\" && (quote === null || ESCAPED_IN_DOUBLE.has(next ?? ""))) {
      if (next === undefined) return unclear("ends with a backslash");
      // A backslash before the end of a line joins two lines.
      if (next !== "\n") word = (word ?? "") + next;
      at += 1;
    } else if (quote === '"') {
      word += character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (/[ \t\r\n]/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== null) return unclear(`has a ${quote} that is not closed`);
  if (word !== null) words.push(word);
  if (words.length === 0 || words[0] === "") return unclear("names no program");
  return { kind: "split", words };
}

function unclear(problem: string): SplitCommand {
  return { kind: "unclear", problem };
}
