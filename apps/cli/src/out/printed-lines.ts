import { stripVTControlCharacters } from "node:util";
import { printable } from "@hookline/core/words";

/**
 * Takes what a program printed apart into lines that are safe to show: without its colours, and without
 * anything else that would steer the terminal. Tabs stay.
 */
export function printedLines(text: string): string[] {
  const lines = stripVTControlCharacters(text).split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => line.split("\t").map(printable).join("\t"));
}

/** The first line that says something, on one line; empty where nothing was printed. */
export function firstLine(text: string): string {
  const line = printedLines(text).find((one) => one.trim() !== "") ?? "";
  return line.replaceAll("\t", " ").trim();
}

/** As {@link printedLines}, of which a person reads the first ones; says how many more there are. */
export function headOf(text: string, most: number): { lines: string[]; more: number } {
  const lines = printedLines(text);
  return { lines: lines.slice(0, most), more: Math.max(0, lines.length - most) };
}

/** As {@link headOf}, of the last ones. */
export function tailOf(text: string, most: number): { lines: string[]; more: number } {
  const lines = printedLines(text);
  return { lines: lines.slice(-most), more: Math.max(0, lines.length - most) };
}
