import { type Tone } from "@hookline/core/words";
import type { Finding } from "../doctor/finding.ts";
import type { Output } from "./output.ts";

const MARKS: Readonly<Record<Finding["verdict"], { mark: string; tone: Tone }>> = {
  good: { mark: "✓", tone: "good" },
  note: { mark: "!", tone: "warning" },
  bad: { mark: "✗", tone: "bad" },
};

/** Shows what was found, and what to do about it. */
export function showFindings(out: Output, findings: readonly Finding[]): void {
  for (const { verdict, says, next } of findings) {
    const { mark, tone } = MARKS[verdict];
    out.line(`${out.paint(tone, mark)} ${says}`);
    if (next !== null)
      out.line(next.replace(/^/gm, "    ").replace("    ", `  ${out.paint(tone, "→")} `));
  }
}
