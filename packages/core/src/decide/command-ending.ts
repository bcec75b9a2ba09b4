/** How a command of the user ended. */
export type CommandEnding =
  | { readonly kind: "succeeded" }
  | { readonly kind: "failed"; readonly exitCode: number }
  | { readonly kind: "killed"; readonly signal: string }
  | { readonly kind: "timed-out"; readonly afterMs: number }
  | { readonly kind: "stopped" }
  | { readonly kind: "not-started"; readonly problem: string };

/** How a command ended, and what it printed. */
export interface CommandWords {
  readonly ending: CommandEnding;
  readonly stdout: string;
  readonly stderr: string;
}

/** How much of the output stands in a sentence. */
const LONGEST_WORDS = 300;

/** Says in one line how a command ended, with the last words of its output. */
export function describeCommand({ ending, stdout, stderr }: CommandWords): string {
  const how = inWords(ending);
  const said = lastLine(stderr) ?? lastLine(stdout);
  return said === undefined ? how : `${how}: ${said}`;
}

function inWords(ending: CommandEnding): string {
  switch (ending.kind) {
    case "succeeded":
      return "it succeeded";
    case "failed":
      return `it ended with code ${ending.exitCode}`;
    case "killed":
      return `it was ended by ${ending.signal}`;
    case "timed-out":
      return `it did not end within ${ending.afterMs / 1000} s`;
    case "stopped":
      return "it was stopped";
    case "not-started":
      return ending.problem;
  }
}

// oxlint-disable-next-line no-control-regex -- control characters are exactly what is taken out
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;

/** Takes out what a terminal would obey: what a program prints must not act on the one it is shown on. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, " ");
}

/** Returns the last line that says something, bounded and safe to show; undefined where there is none. */
export function lastLine(text: string): string | undefined {
  const line = text.split(/[\r\n]/).findLast((one) => one.trim() !== "");
  return line === undefined ? undefined : withoutControls(line).trim().slice(0, LONGEST_WORDS);
}
