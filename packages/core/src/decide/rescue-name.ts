import { RESCUE_PREFIX, RESCUE_REASONS, type RescueReason } from "./rescue.ts";

/** What the name of a rescue tells by itself. */
export interface RescueName {
  /** ISO 8601, UTC; `null` in a name that `rescueRef` did not make. */
  readonly at: string | null;
  readonly reason: RescueReason | null;
}

const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-([a-z-]+)-[0-9a-f]{8}$/;

/** Reads the name of a rescue, without the prefix of its ref; the counterpart of `rescueRef`. */
export function readRescueName(name: string): RescueName {
  const parts = NAME.exec(name);
  const reason = RESCUE_REASONS.find((known) => known === parts?.[7]);
  if (parts === null || reason === undefined) return { at: null, reason: null };
  const [, year, month, day, hour, minute, second] = parts;
  return { at: `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`, reason };
}

/** What a person means by a short name. */
export type FoundName =
  | { readonly kind: "found"; readonly name: string }
  | { readonly kind: "none" }
  | { readonly kind: "ambiguous"; readonly names: readonly string[] };

/**
 * Finds the rescue that a person means: its whole name or ref, or whatever it begins with, or the
 * beginning of the commit at its end, as long as only one fits.
 */
export function findRescueName(names: readonly string[], typed: string): FoundName {
  const wanted = typed.startsWith(RESCUE_PREFIX) ? typed.slice(RESCUE_PREFIX.length) : typed;
  if (wanted === "") return { kind: "none" };
  if (names.includes(wanted)) return { kind: "found", name: wanted };
  const fitting = names.filter(
    (name) => name.startsWith(wanted) || digits(name).startsWith(wanted),
  );
  const [first, ...others] = fitting;
  if (first === undefined) return { kind: "none" };
  return others.length === 0
    ? { kind: "found", name: first }
    : { kind: "ambiguous", names: fitting };
}

function digits(name: string): string {
  return name.slice(name.lastIndexOf("-") + 1);
}
