import { compareLines, type Edit } from "./compare-lines.ts";
import { normalise } from "./normalise.ts";
import type { Story } from "./parse-story.ts";
import type { Outcome, Sandbox } from "./sandbox.ts";

/** What came of playing a story. */
export interface Played {
  /** How the file must change to tell what happened, line by line. */
  readonly edits: readonly Edit[];
  readonly differs: boolean;
}

const EXIT_CODE = /^\[\d+\]$/;

/**
 * Plays a story, command after command, and compares what it says with what happens.
 *
 * An unexpected exit code ends it, since what follows builds on it; another text does not.
 *
 * @param toTheEnd plays on whatever happens, to write the story anew
 */
export async function playStory(
  story: Story,
  sandbox: Sandbox,
  toTheEnd: boolean,
): Promise<Played> {
  const edits: Edit[] = [];
  let told = 0;
  for (const step of story.steps) {
    edits.push(...kept(story.lines.slice(told, step.from)));
    told = step.to;
    const actual = linesOf(await sandbox.run(step.command), sandbox);
    edits.push(...compareLines(step.expected, actual).map(indented));
    if (!toTheEnd && exitCodeOf(actual) !== exitCodeOf(step.expected)) break;
  }
  edits.push(...kept(story.lines.slice(told)));
  return { edits, differs: edits.some(({ kind }) => kind !== "keep") };
}

/** The file as it must be to tell what happened. */
export function retold({ edits }: Played): string {
  const lines = edits.filter(({ kind }) => kind !== "remove").map(({ line }) => line);
  return `${lines.join("\n")}\n`;
}

function linesOf({ output, exitCode }: Outcome, sandbox: Sandbox): string[] {
  const lines = normalise(output, sandbox);
  return exitCode === 0 ? lines : [...lines, `[${exitCode}]`];
}

function exitCodeOf(lines: readonly string[]): string {
  const last = lines.at(-1) ?? "";
  return EXIT_CODE.test(last) ? last : "[0]";
}

function kept(lines: readonly string[]): Edit[] {
  return lines.map((line) => ({ kind: "keep", line }));
}

function indented({ kind, line }: Edit): Edit {
  return { kind, line: line === "" ? "" : `  ${line}` };
}
