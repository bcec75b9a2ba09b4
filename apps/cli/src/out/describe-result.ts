import type { TaskResult } from "@hookline/core/client";
import { ago, counted, printable, size, span, tilde } from "@hookline/core/words";
import type { Output } from "./output.ts";
import { firstLine, printedLines } from "./printed-lines.ts";
import { cutEnd } from "./width.ts";

/** What a rendering needs besides the results. */
export interface ResultView {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly homeFolder: string | undefined;
  readonly paint: Output["paint"];
  /** Of the terminal; `null` where lines may be as long as they are. */
  readonly columns: number | null;
  /** Whether each result has to say which repository it is of. */
  readonly severalRepositories: boolean;
}

/** The line that names a result: file, task, when, how long, and how it ended if not well. */
function resultHeading(result: TaskResult, view: ResultView): string {
  const { paint, now, homeFolder, severalRepositories } = view;
  const { succeeded, ending, startedAt, durationMs, repository } = result;
  const [mark, tone] = succeeded ? (["✓", "good"] as const) : (["✗", "bad"] as const);
  const where = severalRepositories ? `${printable(tilde(repository, homeFolder))}: ` : "";
  const file = `${where}${printable(result.file)}`;
  const when = `${ago(now - Date.parse(startedAt))}, took ${span(durationMs)}`;
  const how = succeeded ? "" : `: ${printable(ending)}`;
  return `${paint(tone, mark)} ${paint("strong", file)}  ${printable(result.task)}  ${paint("quiet", when)}${how}`;
}

/** Draws a result in a list: its heading, and the first line of what it printed. */
export function resultLines(result: TaskResult, view: ResultView): string[] {
  const said = firstLine(result.stdout ?? "") || firstLine(result.stderr ?? "");
  const line = view.columns === null ? said : cutEnd(said, Math.max(16, view.columns - 4));
  return [resultHeading(result, view), ...(line === "" ? [] : [`    ${line}`])];
}

/** Draws a result with all that it printed. */
export function wholeResult(result: TaskResult, view: ResultView): string[] {
  const { paint } = view;
  const { stdout, stderr, stdoutBytes, output, job, attempt, commit } = result;
  const kept = Buffer.byteLength(stdout ?? "");
  const facts = [
    `job #${printable(job)}, attempt ${attempt}, commit ${commit.slice(0, 12)}`,
    ...(output === null ? [] : [`output in ${printable(output)}`]),
  ];
  const trouble = printedLines(stderr ?? "");
  return [
    resultHeading(result, view),
    `  ${paint("quiet", facts.join(", "))}`,
    "",
    ...printedLines(stdout ?? ""),
    ...(stdoutBytes === 0 ? [paint("quiet", "(it printed nothing)")] : []),
    ...(stdoutBytes > kept
      ? [paint("quiet", `(the first ${size(kept)} of ${size(stdoutBytes)}; the rest was not kept)`)]
      : []),
    ...(trouble.length === 0 ? [] : ["", paint("quiet", "To standard error:"), ...trouble]),
  ];
}

/** Around a hit in a snippet; characters for private use, so no text has them by chance. */
const HIT = /\ue000([^\ue001]*)\ue001/;

/** Draws a found result: its heading, and the place where the words stand. */
export function foundLines(result: TaskResult, view: ResultView): string[] {
  const text = printedLines(result.snippet ?? "")
    .join(" ")
    .replaceAll(/\s+/g, " ")
    .trim();
  const parts = text.split(HIT);
  const shown = parts.map((part, index) => (index % 2 === 1 ? view.paint("warning", part) : part));
  // A hit that was cut has one of its two marks left.
  const clean = shown.join("").replaceAll(/[\ue000\ue001]/g, "");
  return [resultHeading(result, view), ...(clean === "" ? [] : [`    ${clean}`])];
}

/** Says that older results of a file are not shown. */
export function olderInWords(count: number): string {
  return `${counted(count, "older run")} of this file: \`-n ${count + 1}\``;
}
