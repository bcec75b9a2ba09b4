import { fillPlaceholders, placeholdersIn } from "../decide/command-template.ts";
import { staysInside } from "../decide/rescue-path.ts";
import { fromGit, fromText, isInside, type PathBytes } from "../git/path-bytes.ts";
import type { TemplateValues } from "./command-template.ts";

/** Where the output of a run goes, or why it can go nowhere. */
export type FilledOutput =
  | { readonly kind: "filled"; readonly path: PathBytes }
  /** `problem` is a sentence. */
  | { readonly kind: "unfillable"; readonly problem: string };

/** Longer templates are refused. */
const LONGEST_TEMPLATE = 256;

/** Stands for any file. */
const EXAMPLE = "a/b";

/** Says what is wrong with the template of an output file; the sentence goes on from the name of its key. */
export function outputProblem(template: string): string | undefined {
  const used = placeholdersIn(template);
  if (template.length > LONGEST_TEMPLATE) {
    return `is longer than ${LONGEST_TEMPLATE} characters`;
  }
  if (used.includes("path") || used.includes("repo")) {
    return "must be a path below the top of the repository, so {path} and {repo} cannot be in it";
  }
  if (!used.includes("file")) {
    return "needs {file}, or one file's output would replace another's";
  }
  const example = fillPlaceholders(template, () => EXAMPLE);
  if (example === EXAMPLE) return "would replace the file itself";
  if (!staysInside(example)) {
    return "must be a path below the top of the repository, and not in its .git";
  }
  return undefined;
}

/**
 * Puts the values of a run into the template of its output file, byte for byte.
 *
 * What comes of it is checked again: the values decide as much as the template does.
 */
export function fillOutput(
  template: string,
  { file, commit, task }: Pick<TemplateValues, "file" | "commit" | "task">,
): FilledOutput {
  const bytes = { file, commit: fromText(commit), task: fromText(task) };
  // Bytes as characters on both sides, so that a name that is no text comes through as it is.
  const path = fromGit(
    fillPlaceholders(fromText(template), (name) =>
      name === "file" || name === "commit" || name === "task" ? bytes[name] : "",
    ),
  );
  if (isInside(path) && path !== file) return { kind: "filled", path };
  return {
    kind: "unfillable",
    problem: `The output would go to ${JSON.stringify(path)}, which is no file of its own in the repository.`,
  };
}
