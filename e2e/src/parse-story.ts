/** One command of a story, and what it prints. */
export interface Step {
  /** As it goes to the shell; several lines where `> ` continues it. */
  readonly command: string;
  /** What it prints; the last line is `[3]` when it ends with exit code 3. */
  readonly expected: readonly string[];
  /** Where the expected lines stand among the lines of the file, end not included. */
  readonly from: number;
  readonly to: number;
}

/** A story, read from its file. */
export interface Story {
  readonly title: string;
  /** What this machine must have, such as `sshd`; see `whatIsMissing`. */
  readonly needs: readonly string[];
  readonly steps: readonly Step[];
  readonly lines: readonly string[];
}

/** A text that is no story, and why. */
export interface NoStory {
  readonly problem: string;
  /** Counted from 1. */
  readonly line: number;
}

const INDENT = "  ";
const PROMPT = "  $ ";
const CONTINUED = "  > ";
const NEEDS = "needs: ";

/**
 * Reads a story. The whole grammar:
 *
 * - the first line is `# ` and the title;
 * - an indented line (two spaces) belongs to a transcript: `$ ` begins a command, `> ` right below
 *   continues it, anything else is what the command prints;
 * - blank lines between two printed lines are printed too;
 * - `needs: <thing>, …` names what the machine must have;
 * - every other line is prose for the reader.
 */
export function parseStory(text: string): Story | NoStory {
  const lines = text.replace(/\n$/, "").split("\n");
  const [, title] = /^# (\S.*)$/.exec(lines[0] ?? "") ?? [];
  if (title === undefined) return { problem: "the first line must be `# ` and a title", line: 1 };
  const needs: string[] = [];
  const steps: Step[] = [];
  let at = 1;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const problem = problemOf(line, steps.length > 0);
    if (problem !== undefined) return { problem, line: at + 1 };
    if (line.startsWith(NEEDS)) needs.push(...line.slice(NEEDS.length).split(", "));
    if (line.startsWith(PROMPT)) {
      const step = readStep(lines, at);
      steps.push(step);
      at = step.to;
    } else {
      at += 1;
    }
  }
  if (steps.length === 0)
    return { problem: "a story has at least one command", line: lines.length };
  return { title, needs, steps, lines };
}

/** Judges a line that stands where prose or a command may begin. */
function problemOf(line: string, begun: boolean): string | undefined {
  if (line.startsWith(NEEDS)) return begun ? "`needs:` stands before the first command" : undefined;
  if (line.startsWith(PROMPT)) return undefined;
  if (line.startsWith(INDENT)) return "an indented line must follow a command";
  return /^\s\S/.test(line) ? "a transcript is indented by two spaces" : undefined;
}

function readStep(lines: readonly string[], start: number): Step {
  let at = start + 1;
  while (lines[at]?.startsWith(CONTINUED)) at += 1;
  const command = lines.slice(start, at).map((line) => line.slice(PROMPT.length));
  const from = at;
  let to = from;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line.startsWith(PROMPT)) break;
    if (line.startsWith(INDENT)) to = at + 1;
    else if (line !== "") break;
  }
  const expected = lines.slice(from, to).map((line) => line.slice(INDENT.length));
  return { command: command.join("\n"), expected, from, to };
}
