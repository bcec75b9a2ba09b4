import { z } from "zod";
import { parseDuration } from "./duration.ts";
import { parseSize } from "./size.ts";

/** A duration between two bounds, as milliseconds. */
export function duration(least: string, most: string) {
  const leastMs = parseDuration(least) ?? 0;
  const mostMs = parseDuration(most) ?? 0;
  return z.string().transform((text, context): number => {
    const ms = parseDuration(text);
    if (ms !== undefined && ms >= leastMs && ms <= mostMs) return ms;
    context.addIssue(`wants a duration from ${least} to ${most}, such as 30s or 15m`);
    return z.NEVER;
  });
}

const TRUE = new Set(["true", "yes", "on", "1"]);
const FALSE = new Set(["false", "no", "off", "0", ""]);

/** What git takes for a boolean (git-config(1), "Values"). */
export const flag = z.string().transform((text, context): boolean => {
  const word = text.toLowerCase();
  if (TRUE.has(word)) return true;
  if (FALSE.has(word)) return false;
  context.addIssue("wants true or false");
  return z.NEVER;
});

const FALSE_OR_TRUE = [FALSE, TRUE] as const;

/**
 * Whether something is paused: false, true, or until a time, in milliseconds since the epoch. A time
 * is written as ISO 8601, UTC: `2026-12-24T18:00:00Z`.
 */
export const pause = z.string().transform((text, context): boolean | number => {
  const plain = FALSE_OR_TRUE.findIndex((words) => words.has(text.toLowerCase()));
  if (plain >= 0) return plain === 1;
  if (z.iso.datetime().safeParse(text).success) return Date.parse(text);
  context.addIssue("wants true, false or a time such as 2026-12-24T18:00:00Z");
  return z.NEVER;
});

/** A size in bytes, written as git does. */
export const size = z.string().transform((text, context): number => {
  const bytes = parseSize(text);
  if (bytes !== undefined) return bytes;
  context.addIssue("wants a size such as 500k, 100m or 2g");
  return z.NEVER;
});

/** A whole number between two bounds. */
export function whole(least: number, most: number) {
  return z.string().transform((text, context): number => {
    const count = Number(text);
    const isWhole = /^\d+$/.test(text.trim());
    if (isWhole && count >= least && count <= most) return count;
    context.addIssue(`wants a whole number from ${least} to ${most}`);
    return z.NEVER;
  });
}

/** A command or a template that may be missing; an empty value takes back one that a wider file sets. */
export const text = z
  .string()
  .transform((value) => value.trim() || null)
  .nullable();
