import { type CommitId, commitId } from "./brands.ts";

/** One move of a ref, as a line of its reflog tells it. */
export interface ReflogEntry {
  /** All zeros where there was nothing before. */
  readonly old: CommitId;
  /** All zeros where there is nothing any more. */
  readonly new: CommitId;
  /** When, in seconds since the epoch: git writes no finer. */
  readonly seconds: number;
  readonly message: string;
}

const LINE = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) [^>]*> (\d+) [+-]\d{4}(?:\t(.*))?$/s;

/**
 * Reads a line of a reflog: `<old> SP <new> SP <name> <email> SP <time> SP <zone> [TAB <message>]`.
 *
 * As git does (refs/files-backend.c, `show_one_reflog_ent`): the person ends at the first `>`, the
 * message may be missing with its tab, and a line of another form is no entry: `undefined`.
 */
export function parseReflogLine(line: string): ReflogEntry | undefined {
  const [, old = "", next = "", seconds, message = ""] = LINE.exec(line) ?? [];
  if (seconds === undefined || old.length !== next.length || !isId(old)) return undefined;
  return { old: commitId(old), new: commitId(next), seconds: Number(seconds), message };
}

function isId({ length }: string): boolean {
  return length === 40 || length === 64;
}

/** Whether an id stands for nothing. */
export function isNothing(id: string): boolean {
  return /^0+$/.test(id);
}
