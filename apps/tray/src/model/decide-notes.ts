import type { JobView } from "@hookline/core/protocol";
import type { Note } from "./note.ts";
import type { NotificationMemory } from "./notification-memory.ts";
import {
  JOBS_KEY,
  jobsNote,
  mayPass,
  noteKey,
  repositoryNote,
  rescueNote,
  SUMMARY_KEY,
  summaryNote,
  troubleOf,
} from "./repository-note.ts";
import type { SeenRepository } from "./tray-state.ts";

/** How patient the notifications are, in milliseconds; a test of a real desktop is less so. */
export interface NotificationPatience {
  /** Nothing is told for so long after a start or a wake-up. */
  readonly quietMs: number;
  /** What may pass by itself is told when it has lasted so long. */
  readonly passingMs: number;
  /** How long the same trouble is not told again: after the first time, the second, and from then on. */
  readonly againMs: readonly number[];
  /** So many troubles as make a summary are one event if they come within this. */
  readonly togetherMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** See {@link NotificationPatience}; the rules of those who were complained about. */
export const PATIENCE: NotificationPatience = {
  quietMs: MINUTE_MS,
  passingMs: 2 * MINUTE_MS,
  againMs: [HOUR_MS, 4 * HOUR_MS, 24 * HOUR_MS],
  togetherMs: 30_000,
};

/** From so many repositories in trouble at once, one note speaks for all. */
const SUMMARY_FROM = 3;

/** What is judged. Times are milliseconds since the epoch. */
export interface NotificationFacts {
  readonly now: number;
  readonly seen: readonly SeenRepository[];
  /** Jobs that gave up. */
  readonly dead: readonly JobView[];
  readonly snoozedUntil: number | null;
  /** Until when nothing is told of a repository. */
  readonly muted: ReadonlyMap<string, number>;
}

/** What is to be shown and taken away, and what to remember. */
export interface NotesDecided {
  readonly memory: NotificationMemory;
  readonly show: readonly Note[];
  /** Keys of notes. */
  readonly withdraw: readonly string[];
}

/**
 * Decides what is worth a notification.
 *
 * What may pass by itself is told when it did not; what needs a person at once. A repository has one
 * note at most, and one speaks for all from three on. What is over is taken away. Nothing is told of
 * what is paused, muted or offline, and nothing twice within an hour.
 */
export function decideNotes(
  memory: NotificationMemory,
  facts: NotificationFacts,
  patience: NotificationPatience = PATIENCE,
): NotesDecided {
  const since = troublesSince(memory, facts);
  const troubled = facts.seen.filter(({ status }) => since.has(status.path));
  const isOpen = ({ status }: SeenRepository): boolean =>
    facts.snoozedUntil === null && (facts.muted.get(status.path) ?? 0) <= facts.now;
  const speaking = troubled.filter(isOpen);
  const isQuiet = facts.now - memory.wokeAt < patience.quietMs;
  const fresh = isQuiet
    ? []
    : speaking.filter((one) => isDue(one, memory, since, facts.now, patience));
  const kept = { ...memory, since };
  const repositories = decideRepositories(kept, facts.now, speaking, fresh, patience);
  const rescues = decideRescues(repositories.memory, facts, isQuiet);
  const jobs = decideJobs(rescues.memory, facts, isQuiet);
  return {
    memory: jobs.memory,
    show: [...repositories.show, ...rescues.show, ...jobs.show],
    withdraw: [...repositories.withdraw, ...jobs.withdraw],
  };
}

function troublesSince(memory: NotificationMemory, { seen, now }: NotificationFacts) {
  return new Map(
    seen.flatMap((one) => {
      const trouble = troubleOf(one);
      if (trouble === null) return [];
      const before = memory.since.get(one.status.path);
      const at = before?.trouble === trouble ? before.at : now;
      return [[one.status.path, { trouble, at }] as const];
    }),
  );
}

function isDue(
  one: SeenRepository,
  { told }: NotificationMemory,
  since: NotificationMemory["since"],
  now: number,
  { againMs, passingMs }: NotificationPatience,
): boolean {
  const current = since.get(one.status.path);
  if (current === undefined) return false;
  if (mayPass(one) && now - current.at < passingMs) return false;
  const last = told.get(toldKey(one.status.path, current.trouble));
  if (last === undefined) return true;
  const wait = againMs[Math.min(last.times, againMs.length) - 1] ?? 0;
  return now - last.at >= wait;
}

function decideRepositories(
  memory: NotificationMemory,
  now: number,
  speaking: readonly SeenRepository[],
  fresh: readonly SeenRepository[],
  { togetherMs }: NotificationPatience,
): NotesDecided {
  const speaks = new Set(speaking.map(({ status }) => status.path));
  const told = new Map(memory.told);
  const troubleAt = (path: string): string => memory.since.get(path)?.trouble ?? "";
  for (const { status } of fresh) {
    const key = toldKey(status.path, troubleAt(status.path));
    told.set(key, { at: now, times: (told.get(key)?.times ?? 0) + 1 });
  }
  // What a note says must still be so, or be said anew right now.
  const isNew = new Set(fresh.map(({ status }) => status.path));
  const stands = (path: string, says: string): boolean =>
    speaks.has(path) && (says === troubleAt(path) || isNew.has(path));
  const over = [...memory.live].flatMap(([path, { trouble }]) =>
    stands(path, trouble) ? [] : [path],
  );
  const live = new Map([...memory.live].filter(([path, { trouble }]) => stands(path, trouble)));
  const stillSummed = new Set([...memory.summed].filter((path) => speaks.has(path)));
  const recent = [...live].filter(([, { at }]) => now - at < togetherMs).map(([path]) => path);
  const together = new Set([...recent, ...fresh.map(({ status }) => status.path)]);
  const wasSummed = memory.summed.size > 0;

  if (fresh.length > 0 && (stillSummed.size > 0 || together.size >= SUMMARY_FROM)) {
    const summed = new Set([...stillSummed, ...together]);
    const absorbed = [...live.keys()].filter((path) => summed.has(path));
    for (const path of absorbed) live.delete(path);
    return {
      memory: { ...memory, told, live, summed },
      show: [summaryNote(speaking.filter(({ status }) => summed.has(status.path)))],
      withdraw: [...over, ...absorbed].map(noteKey),
    };
  }
  for (const { status } of fresh)
    live.set(status.path, { at: now, trouble: troubleAt(status.path) });
  const shrank = wasSummed && stillSummed.size < memory.summed.size;
  return {
    memory: { ...memory, told, live, summed: stillSummed },
    show: [
      ...fresh.map(repositoryNote),
      ...(shrank && stillSummed.size > 0
        ? [summaryNote(speaking.filter(({ status }) => stillSummed.has(status.path)))]
        : []),
    ],
    withdraw: [...over.map(noteKey), ...(wasSummed && stillSummed.size === 0 ? [SUMMARY_KEY] : [])],
  };
}

function toldKey(path: string, trouble: string): string {
  return `${trouble} ${path}`;
}

/**
 * Tells of each rescue once; one that was there when the tray started is known. What must not be told
 * now is told later.
 */
function decideRescues(
  memory: NotificationMemory,
  { muted, now, seen, snoozedUntil }: NotificationFacts,
  isQuiet: boolean,
): NotesDecided {
  const rescues = new Map(memory.rescues);
  const show: Note[] = [];
  for (const { status } of seen) {
    const { lastRescue, path } = status;
    const latest = lastRescue?.at ?? null;
    const before = rescues.get(path);
    if (before === undefined) rescues.set(path, latest);
    const isNews = before !== undefined && latest !== before && lastRescue !== null;
    if (!isNews || isQuiet || snoozedUntil !== null || (muted.get(path) ?? 0) > now) continue;
    rescues.set(path, latest);
    show.push(rescueNote(path, lastRescue));
  }
  return { memory: { ...memory, rescues }, show, withdraw: [] };
}

/** Tells of tasks that gave up since; of syncs that did, their repository tells. */
function decideJobs(
  memory: NotificationMemory,
  { dead: all, snoozedUntil }: NotificationFacts,
  isQuiet: boolean,
): NotesDecided {
  const tasks = all.filter(({ kind }) => kind === "task").map(({ id }) => id);
  const known = memory.dead;
  if (known === null)
    return { memory: { ...memory, dead: new Set(tasks) }, show: [], withdraw: [] };
  const news = tasks.filter((id) => !known.has(id));
  const withdraw = tasks.length === 0 && known.size > 0 ? [JOBS_KEY] : [];
  const isTold = news.length > 0 && snoozedUntil === null && !isQuiet;
  const dead = new Set(isTold ? tasks : tasks.filter((id) => known.has(id)));
  return { memory: { ...memory, dead }, show: isTold ? [jobsNote(news.length)] : [], withdraw };
}
