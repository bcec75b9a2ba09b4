import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";

/** A table of measurements. */
export interface Report {
  readonly title: string;
  /** Where the data lay; repositories in memory unless it says otherwise. */
  readonly place?: string;
  /** What was measured and how, and the target. */
  readonly text: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const RESULTS = join(import.meta.dirname, "..", "RESULTS.md");

/** Writes a report as Markdown, with the day and the machine. */
export function toMarkdown(report: Report): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    `## ${report.title}`,
    "",
    `${new Date().toISOString().slice(0, 10)}, ${machine()}, ${report.place ?? "repositories in memory"}.`,
    "",
    report.text,
    "",
    line(report.head),
    line(report.head.map((_cell, index) => (index === 0 ? "---" : "---:"))),
    ...report.rows.map(line),
    "",
  ].join("\n");
}

/** Puts a report into `RESULTS.md`, in place of the one with the same title. */
export function keep(report: Report): void {
  const section = toMarkdown(report);
  const before = readFileSync(RESULTS, "utf8");
  const start = before.indexOf(`## ${report.title}\n`);
  if (start < 0) return writeFileSync(RESULTS, `${before.trimEnd()}\n\n${section}`);
  const next = before.indexOf("\n## ", start + 1);
  const rest = next < 0 ? "" : before.slice(next);
  writeFileSync(RESULTS, `${before.slice(0, start)}${section}${rest}`);
}

function machine(): string {
  const git = execFileSync("git", ["--version"], { encoding: "utf8" }).trim();
  const kernel = release().split(".").slice(0, 2).join(".");
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, ${gib} GiB, ${process.platform} ${kernel}, ${git}, Node ${process.versions.node}`;
}
