import type { FilesRestored } from "@hookline/core";
import { restoredWords } from "@hookline/core/words";
import type { Output } from "./output.ts";

const MARKS = { good: "✓", bad: "✗" } as const;

/**
 * Draws what became of files that were to come back.
 *
 * @param folder where to, if not to their places
 */
export function restoredLines(
  restored: FilesRestored,
  folder: string | null,
  paint: Output["paint"],
): string[] {
  return restoredWords(restored, folder).map(({ leads, remark, says, tone }) => {
    if (leads)
      return tone === "good" || tone === "bad" ? `${paint(tone, MARKS[tone])} ${says}` : says;
    // What nobody touched can still go to another folder; only a command line offers that.
    if (tone === "bad")
      return `  ${paint("bad", "→")} ${says} \`--to <folder>\` puts them elsewhere.`;
    return `  ${says}${paint("quiet", remark === "" ? "" : `  (${remark})`)}`;
  });
}
