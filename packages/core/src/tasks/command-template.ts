import type { AbsolutePath } from "../decide/brands.ts";
import { fillPlaceholders, type Placeholder, placeholdersIn } from "../decide/command-template.ts";
import { fromText, type PathBytes, toText } from "../git/path-bytes.ts";

/** What the placeholders of one run stand for. */
export interface TemplateValues {
  /** Below the top of the work tree. */
  readonly file: PathBytes;
  /** The top of the work tree. */
  readonly repo: AbsolutePath;
  readonly commit: string;
  readonly task: string;
}

/** A command that can be started, or why there is none. */
export type FilledCommand =
  | { readonly kind: "filled"; readonly words: readonly string[] }
  /** `problem` is a sentence. */
  | { readonly kind: "unfillable"; readonly problem: string };

/**
 * Puts the values of a run into a command that `checkCommand` found good. A word stays one word,
 * whatever the value.
 *
 * A name that is not UTF-8 cannot be handed to a program as an argument from here; a task that reads
 * its file from standard input and names it nowhere can do without.
 */
export function fillCommand(words: readonly string[], values: TemplateValues): FilledCommand {
  const { file, repo, commit, task } = values;
  const text = toText(file);
  const used = new Set(words.flatMap(placeholdersIn));
  if ((used.has("file") || used.has("path")) && fromText(text) !== file) {
    return {
      kind: "unfillable",
      problem: `The name of ${JSON.stringify(text)} is not UTF-8, so it cannot be an argument.`,
    };
  }
  const texts: Readonly<Record<Placeholder, string>> = {
    file: asArgument(text),
    path: `${repo === "/" ? "" : repo}/${text}`,
    repo,
    commit,
    task,
  };
  return {
    kind: "filled",
    words: words.map((word) => fillPlaceholders(word, (name) => texts[name])),
  };
}

/**
 * Names that programs take for something else than a file: an option (`-`, `+`), a list of arguments
 * (`@`), a host (`:`), an assignment (`=`).
 */
const MISTAKABLE = /^(?:[-+@]|[^/]*[:=])/;

function asArgument(file: string): string {
  return MISTAKABLE.test(file) ? `./${file}` : file;
}
