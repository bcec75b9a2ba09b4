import { codeAt } from "./command-code.ts";

/** What a placeholder of a command can stand for. */
export const PLACEHOLDERS = ["file", "path", "repo", "commit", "task"] as const;

/** See {@link PLACEHOLDERS}. */
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** A command that can be filled in, or why it must not be. */
export type CheckedCommand =
  | {
      readonly kind: "good";
      /** Words in braces that stand for nothing and stay as they are. */
      readonly unknown: readonly string[];
    }
  /** `problem` continues a sentence that names the command. */
  | { readonly kind: "bad"; readonly problem: string };

const KNOWN = new RegExp(`\\{(${PLACEHOLDERS.join("|")})\\}`, "g");
const WORD = /\{([A-Za-z]+)\}/g;

/** Which placeholders a text has, each once. */
export function placeholdersIn(text: string): readonly Placeholder[] {
  return PLACEHOLDERS.filter((name) => text.includes(`{${name}}`));
}

/**
 * Puts values into the placeholders of a text, in one go: what a value contains is never filled in
 * again.
 */
export function fillPlaceholders(
  text: string,
  value: (placeholder: Placeholder) => string,
): string {
  return text.replaceAll(KNOWN, (whole, name: string) => {
    const placeholder = PLACEHOLDERS.find((one) => one === name);
    return placeholder === undefined ? whole : value(placeholder);
  });
}

/**
 * Checks that what is filled in can only ever be an argument: not the program, and no code.
 *
 * A file may be named `$(rm -rf ~).md`. As an argument that is a name; as a part of what a shell or
 * another interpreter takes as its program it would be run.
 *
 * @param words as `splitCommand` gives them
 */
export function checkCommand(words: readonly string[]): CheckedCommand {
  for (const [index, word] of words.entries()) {
    const [placeholder] = placeholdersIn(word);
    if (placeholder === undefined) continue;
    const shown = `{${placeholder}}`;
    if (index === 0) return bad(`has ${shown} in the name of the program`);
    const code = codeAt(words, index, word === shown);
    if (code !== undefined) {
      return bad(
        `has ${shown} where it would become code: ${code}. Hand it over as an argument, as in sh -c '... "$1"' sh ${shown}`,
      );
    }
  }
  const known: ReadonlySet<string> = new Set(PLACEHOLDERS);
  const found = words.flatMap((word) => [...word.matchAll(WORD)].map(([, name = ""]) => name));
  const unknown = found.filter((name) => !known.has(name)).map((name) => `{${name}}`);
  return { kind: "good", unknown: [...new Set(unknown)] };
}

function bad(problem: string): CheckedCommand {
  return { kind: "bad", problem };
}
