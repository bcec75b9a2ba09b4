import type { ActivityEntry } from "@hookline/core/protocol";

/** What a mark on the timeline is about; the graver stands for several that share a place. */
export const MARK_KINDS = ["failed", "held", "rescued", "synced", "recovered"] as const;

/** See {@link MARK_KINDS}. */
export type MarkKind = (typeof MARK_KINDS)[number];

/** A mark: one thing that happened, or several so close that they share it. */
export interface TimeMark {
  /** From the left, in the units of the width. */
  readonly x: number;
  readonly kind: MarkKind;
  /** The newest first. */
  readonly entries: readonly ActivityEntry[];
}

/** A stretch in which an agent looked and found nothing to do. */
export interface QuietStretch {
  readonly from: number;
  readonly to: number;
}

/** What one repository did in a span of time, ready to be drawn. */
export interface Lane {
  readonly repository: string;
  readonly marks: readonly TimeMark[];
  readonly quiet: readonly QuietStretch[];
}

/** A span of time, in milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Marks that are closer than this would cover each other. */
const APART = 14;

/** A pause between two looks that is longer means that no agent was there: the line is broken. */
const GAP_MS = 15 * 60_000;

/** Lays out what one repository did. */
export function layLane(
  repository: string,
  entries: readonly ActivityEntry[],
  { from, to }: Span,
  width: number,
): Lane {
  const place = (at: number): number => ((at - from) / (to - from)) * width;
  const inside = entries
    .filter((entry) => entry.repository === repository)
    .filter(({ at, until }) => Date.parse(until) >= from && Date.parse(at) <= to)
    .toSorted((one, other) => Date.parse(one.until) - Date.parse(other.until));
  return {
    repository,
    marks: layMarks(inside, place),
    quiet: layQuiet(inside, from, to, place),
  };
}

function layMarks(
  entries: readonly ActivityEntry[],
  place: (at: number) => number,
): readonly TimeMark[] {
  const marks: { x: number; kind: MarkKind; entries: ActivityEntry[] }[] = [];
  for (const entry of entries) {
    if (entry.kind === "quiet") continue;
    const x = place(Date.parse(entry.until));
    const last = marks.at(-1);
    if (last === undefined || x - last.x > APART) {
      marks.push({ x, kind: entry.kind, entries: [entry] });
      continue;
    }
    last.entries.unshift(entry);
    if (MARK_KINDS.indexOf(entry.kind) < MARK_KINDS.indexOf(last.kind)) last.kind = entry.kind;
  }
  return marks;
}

function layQuiet(
  entries: readonly ActivityEntry[],
  from: number,
  to: number,
  place: (at: number) => number,
): readonly QuietStretch[] {
  const stretches: { from: number; to: number }[] = [];
  for (const { at, until } of entries) {
    const [begin, end] = [Math.max(from, Date.parse(at)), Math.min(to, Date.parse(until))];
    const last = stretches.at(-1);
    if (last !== undefined && begin - last.to <= GAP_MS) last.to = Math.max(last.to, end);
    else stretches.push({ from: begin, to: end });
  }
  return stretches.map((one) => ({ from: place(one.from), to: place(one.to) }));
}

/**
 * Chooses the repositories that get a lane: those to which something happened, the latest first.
 *
 * @param most how many there may be
 */
export function chooseLanes(
  repositories: readonly string[],
  entries: readonly ActivityEntry[],
  most: number,
): readonly string[] {
  const last = new Map<string, number>();
  for (const { kind, repository, until } of entries) {
    const at = Date.parse(until);
    // What is quiet counts as little: it only fills lanes that are left.
    const weight = kind === "quiet" ? at / 1e6 : at;
    last.set(repository, Math.max(last.get(repository) ?? 0, weight));
  }
  return repositories
    .filter((path) => last.has(path))
    .toSorted((one, other) => (last.get(other) ?? 0) - (last.get(one) ?? 0))
    .slice(0, most);
}

/**
 * The times that stand under the line, and how each is written.
 *
 * @param most how many have room
 */
export function ticks(
  { from, to }: Span,
  most = 8,
): readonly { readonly at: number; readonly says: string }[] {
  const stepMs = STEPS_MS.find((step) => (to - from) / step <= most) ?? 86_400_000;
  const offset = new Date(from).getTimezoneOffset() * 60_000;
  const first = Math.ceil((from - offset) / stepMs) * stepMs + offset;
  const found: { at: number; says: string }[] = [];
  for (let at = first; at <= to; at += stepMs) {
    const time = new Date(at);
    const says =
      stepMs >= 86_400_000
        ? time.toLocaleDateString([], { weekday: "short" })
        : time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    found.push({ at, says });
  }
  return found;
}

const MINUTE_MS = 60_000;
const STEPS_MS = [10, 15, 30, 60, 180, 240, 1440].map((minutes) => minutes * MINUTE_MS);
