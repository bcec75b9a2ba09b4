import type { ActivityEntry } from "@hookline/core/protocol";
import { counted, rescueInWords, transferInWords } from "@hookline/core/words";

/** Says what happened, in a sentence. */
export function entryInWords(entry: ActivityEntry): string {
  switch (entry.kind) {
    case "failed":
      return entry.failure?.says ?? "It failed.";
    case "held":
      return entry.hold?.says ?? "It must not be synced just now.";
    case "rescued":
      return entry.rescued
        .map((note) => `${rescueInWords(note).replace(/: `.*$/s, "")}.`)
        .join(" ");
    case "synced":
      return `${transferInWords(entry)}.`;
    case "recovered":
      return "In sync again.";
    case "quiet":
      return `${counted(entry.looks, "look")}, nothing to do.`;
  }
}
