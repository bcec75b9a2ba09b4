import { createLogUpdate } from "log-update";
import type { Output } from "./output.ts";

/** A block of lines that is drawn over itself. */
export interface LiveLines {
  readonly show: (lines: readonly string[]) => void;
  /** Leaves the last drawing where it is. */
  readonly end: () => void;
}

/** Draws lines in place on a terminal; elsewhere prints each new drawing below the last. */
export function liveLines(out: Output): LiveLines {
  if (out.isTerminal) {
    const update = createLogUpdate(process.stdout);
    return { show: (lines) => update(lines.join("\n")), end: () => update.done() };
  }
  let shown = "";
  return {
    show(lines) {
      const text = lines.join("\n");
      if (text === shown) return;
      shown = text;
      out.line(text);
      out.line();
    },
    end: () => undefined,
  };
}
