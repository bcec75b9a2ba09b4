/** The hooks that leave records. */
export const HOOK_EVENTS = [
  "post-commit",
  "post-merge",
  "post-rewrite",
  "post-checkout",
  "post-applypatch",
] as const;

/** One of {@link HOOK_EVENTS}. */
export type HookEvent = (typeof HOOK_EVENTS)[number];

/** What a hook writes that only proves that it is heard; nothing happened. */
export const CANARY = "canary";

/** What a hook wrote: something happened in this repository. */
export interface SpoolRecord {
  readonly event: HookEvent | typeof CANARY;
  /** The hook's name for this record: `<pid>-<ppid>`, or the id of a canary. */
  readonly id: string;
  /** The git folder, absolute or relative to {@link SpoolRecord.cwd}. */
  readonly gitDir: string;
  /** The top of the work tree. */
  readonly cwd: string;
}

const EVENTS: readonly SpoolRecord["event"][] = [...HOOK_EVENTS, CANARY];

const ABSOLUTE = /^(?:\/|[A-Za-z]:)/;

/**
 * Reads one line of the spool: `v1 TAB event TAB id TAB git folder TAB cwd`.
 *
 * `undefined` for anything else: a torn line, a path with a tab or a newline, a version of a
 * hook that this agent does not know. The caller then looks everywhere.
 */
export function parseSpoolRecord(line: string): SpoolRecord | undefined {
  const fields = line.split("\t");
  const [version, name, id, gitDir, cwd] = fields;
  const event = EVENTS.find((known) => known === name);
  if (fields.length !== 5 || version !== "v1" || event === undefined) return undefined;
  if (!id || !gitDir || cwd === undefined || !ABSOLUTE.test(cwd)) return undefined;
  return { event, id, gitDir, cwd };
}
