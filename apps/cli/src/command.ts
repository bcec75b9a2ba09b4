import type { ExitCode } from "@hookline/core/client";
import type { Command } from "commander";
import type { Context } from "./context.ts";

/** Adds one command to the program. */
export type AddCommand = (program: Command, run: Run) => void;

/** Ties a command's work to the context, and its exit code to the process. */
export type Run = <Arguments extends readonly unknown[]>(
  work: (context: Context, ...args: Arguments) => Promise<ExitCode>,
) => (...args: Arguments) => Promise<void>;

/** The examples that close a command's help. */
export function examples(...lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const shown = lines.map(([command, meaning]) => `  $ ${command.padEnd(width)}  ${meaning}`);
  return `\nExamples:\n${shown.join("\n")}\n`;
}
