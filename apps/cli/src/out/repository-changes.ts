import type { RepositoryStatus } from "@hookline/core/client";
import { standsInWords, transferInWords } from "@hookline/core/words";

/** Something worth a line in a running log. */
export interface RepositoryChange {
  readonly path: string;
  readonly text: string;
}

/** Tells what a reader of a running log wants to know about a change: what was done, and where it stands if that is new. */
export function changesOf(
  before: RepositoryStatus | undefined,
  after: RepositoryStatus,
): readonly RepositoryChange[] {
  if (after.activity === "looking" || after.activity === "queued") return [];
  const { path, lastTransfer } = after;
  const isNew = before !== undefined && lastTransfer?.at !== before.lastTransfer?.at;
  const did = isNew && lastTransfer ? `${transferInWords(lastTransfer)}.` : "";
  const stands =
    before === undefined || standing(before) !== standing(after) ? standing(after) : "";
  const text = [did, stands].filter((sentence) => sentence !== "").join(" ");
  return text === "" ? [] : [{ path, text }];
}

function standing(status: RepositoryStatus): string {
  const next = status.failure?.next ?? status.hold?.next;
  return [...standsInWords(status), ...(next === undefined ? [] : [next])].join(" ");
}
