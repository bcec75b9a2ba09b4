import { cut } from "./cut.ts";

/** The files of one commit that were queued for one task. */
export interface QueuedFiles {
  readonly task: string;
  readonly files: number;
  /** `manual`: they wait until a person asks. */
  readonly mode: "auto" | "manual";
}

/** The longest line that a hook prints, in bytes of UTF-8: that is how most shells count. */
const MOST_BYTES = 200;

/** Tasks that are named one by one; more are counted. */
const MOST_NAMED = 3;

const OURS = /^\[Hookline\] /;

/**
 * Adds to what a commit is told of its sync what was queued for tasks, in the one line that there is.
 *
 * A warning stays alone: it is the more important one, and its words are known.
 *
 * @param line what is said of the sync; empty where nothing is
 */
export function withQueued(line: string, queued: readonly QueuedFiles[]): string {
  const words = inWords(queued.filter(({ files }) => files > 0));
  if (words === "" || (line !== "" && !OURS.test(line))) return line;
  const rest = line === "" ? "" : `. ${line.replace(OURS, "")}`;
  return cut(`[Hookline] Queued ${words}${rest}`, MOST_BYTES);
}

function inWords(queued: readonly QueuedFiles[]): string {
  if (queued.length > MOST_NAMED) {
    const files = queued.reduce((sum, one) => sum + one.files, 0);
    return `${counted(files)} for ${queued.length} tasks`;
  }
  const parts = queued.map(({ task, files, mode }) => {
    const until = mode === "manual" ? " (runs when you ask)" : "";
    return `${counted(files)} for "${task}"${until}`;
  });
  return parts.join(", ");
}

function counted(files: number): string {
  return `${files} ${files === 1 ? "file" : "files"}`;
}
