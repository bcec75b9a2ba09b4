import { createHash } from "node:crypto";
import type { AbsolutePath } from "../decide/brands.ts";
import type { PathBytes } from "../git/path-bytes.ts";
import type { Task } from "./task.ts";

/** What makes two runs the same. */
export interface SameRun {
  readonly repository: AbsolutePath;
  /** The filled command, with {@link ANY_COMMIT} for the commit. */
  readonly words: readonly string[];
  readonly input: Task["input"];
  readonly output: PathBytes | null;
  readonly file: PathBytes;
  /** The id of the bytes that the command gets to see. */
  readonly content: string;
}

/** Stands for the commit where it does not matter: most commits leave a file as it was. */
export const ANY_COMMIT = "{commit}";

/**
 * Names what a run does, so that it is never done twice: command, output and content, in a repository.
 *
 * The file's name counts where the command is told it: by its words, by its output, or because it gets
 * its file by name (`input = path`; its words may leave that to the environment). So a command that
 * reads its standard input and names no file is run once for each content, whatever its name.
 */
export function fingerprint(run: SameRun): string {
  const { repository, words, input, output, content } = run;
  const file = input === "path" ? run.file : null;
  return createHash("sha256")
    .update(JSON.stringify([repository, words, input, output, file, content]))
    .digest("hex");
}
