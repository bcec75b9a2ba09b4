import { styleText } from "node:util";
import { type Tone } from "@hookline/core/words";
import yoctoSpinner from "yocto-spinner";

const COLOURS = {
  good: "green",
  busy: "cyan",
  warning: "yellow",
  bad: "red",
  quiet: "dim",
  strong: "bold",
} as const;

/** Where a command writes: results to standard output, progress and trouble to standard error. */
export interface Output {
  readonly line: (text?: string) => void;
  readonly trouble: (text: string) => void;
  readonly json: (value: unknown) => void;
  readonly paint: (tone: Tone, text: string) => string;
  readonly paintTrouble: (tone: Tone, text: string) => string;
  /** Shows that something is being waited for, if it takes long enough to wonder. */
  readonly during: <Result>(what: string, work: Promise<Result>) => Promise<Result>;
  readonly isTerminal: boolean;
  readonly columns: number;
}

/** Nobody wonders before this. */
const PATIENCE_MS = 600;

/** Writes to this process's terminal, or to what it is redirected to. */
export function terminalOutput(): Output {
  const painter =
    (stream: NodeJS.WriteStream) =>
    (tone: Tone, text: string): string =>
      tone === "plain" ? text : styleText(COLOURS[tone], text, { stream });
  return {
    line: (text = "") => void process.stdout.write(`${text}\n`),
    trouble: (text) => void process.stderr.write(`${text}\n`),
    json: (value) => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    paint: painter(process.stdout),
    paintTrouble: painter(process.stderr),
    isTerminal: process.stdout.isTTY,
    columns: process.stdout.columns ?? 80,
    async during(what, work) {
      if (!process.stderr.isTTY) return work;
      const spinner = yoctoSpinner({ text: what, stream: process.stderr });
      const timer = setTimeout(() => spinner.start(), PATIENCE_MS);
      try {
        return await work;
      } finally {
        clearTimeout(timer);
        spinner.stop();
      }
    },
  };
}
