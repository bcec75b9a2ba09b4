import { FAILURES, type GitFailureKind } from "./git-failure.ts";
import type { SyncState } from "./observation.ts";

/** The exit codes of the command line. They are an interface: scripts rely on them. */
export const EXIT = {
  inSync: 0,
  needsPerson: 1,
  held: 2,
  network: 3,
  /** The command was called wrongly, or given something it cannot work with (sysexits.h, EX_USAGE). */
  usage: 64,
  /** Hookline itself is at fault (sysexits.h, EX_SOFTWARE). */
  internal: 70,
  /** A person interrupted it (128 and the number of SIGINT, as shells tell it). */
  interrupted: 130,
} as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const WORST_FIRST: readonly ExitCode[] = [EXIT.needsPerson, EXIT.network, EXIT.held, EXIT.inSync];

/** What the exit code depends on: how a repository stands, or would after a look. */
interface Standing {
  readonly failure: { readonly kind: GitFailureKind } | null;
  readonly hold: unknown;
  readonly state: SyncState;
}

/** The exit code that speaks for one repository. */
export function exitCodeOf(status: Standing): ExitCode {
  if (status.failure !== null) {
    const rule = FAILURES[status.failure.kind];
    if (rule.network) return EXIT.network;
    return rule.retry === "soon" ? EXIT.held : EXIT.needsPerson;
  }
  if (status.hold !== null) return EXIT.held;
  return status.state === "up-to-date" ? EXIT.inSync : EXIT.held;
}

/** The exit code that speaks for all of them: the one that most needs attention. */
export function worstExitCode(statuses: readonly Standing[]): ExitCode {
  const codes = new Set(statuses.map(exitCodeOf));
  return WORST_FIRST.find((code) => codes.has(code)) ?? EXIT.inSync;
}
