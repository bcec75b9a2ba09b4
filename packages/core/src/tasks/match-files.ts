import { isIgnored, type Pattern, readPattern } from "../decide/gitignore.ts";
import { type PathBytes, toText } from "../git/path-bytes.ts";
import type { Task } from "./task.ts";

/** A task has at most so many patterns of either kind. */
const MOST_PATTERNS = 100;

/** Says what is wrong with the patterns of a task; the sentence goes on from the name of their key. */
export function patternProblem(texts: readonly string[]): string | undefined {
  if (texts.length > MOST_PATTERNS) {
    return `has ${texts.length} patterns; ${MOST_PATTERNS} are the most`;
  }
  for (const text of texts) {
    const read = readPattern(text);
    if (read.kind === "unclear") return `has the pattern "${text}", which ${read.problem}`;
  }
  return undefined;
}

/**
 * Says for files whether a task is for them: `include` matches, or there is none, and `exclude` does
 * not. Both are read as a `.gitignore` at the top of the repository is.
 *
 * A letter is one character in a pattern, however many bytes it has. Bytes that are no text match as
 * the replacement character.
 */
export function matchFiles(task: Pick<Task, "include" | "exclude">): (path: PathBytes) => boolean {
  const include = readAll(task.include);
  const exclude = readAll(task.exclude);
  return (path) => {
    const text = toText(path);
    if (include.length > 0 && !isIgnored(include, text)) return false;
    return !isIgnored(exclude, text);
  };
}

/** A task with a pattern that cannot be read is held, so none is left out here that matters. */
function readAll(texts: readonly string[]): readonly Pattern[] {
  return texts.flatMap((text) => {
    const read = readPattern(text);
    return read.kind === "read" ? [read.pattern] : [];
  });
}
