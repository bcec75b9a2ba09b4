/** What stands for itself in `splitCommand`, and in a shell too, so that what is shown can be tried there. */
const PLAIN = /^[\p{L}\p{N}@%+=:,./_{}-]+$/u;

/** Writes arguments as one text that `splitCommand` takes apart into the same arguments. */
export function joinWords(words: readonly string[]): string {
  return words
    .map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
}
