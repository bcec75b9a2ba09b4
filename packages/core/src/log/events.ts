interface LookFields {
  repository: string;
  state: string;
  pushed: number;
  pulled: number;
  durationMs: number;
}

/**
 * Every event that the log can hold, with its fields.
 *
 * Closed on purpose: an unknown event or a missing field does not compile.
 * Fields carry ids, counts and durations, never sentences and never secrets.
 */
export interface LogEvents {
  "agent.started": { pid: number; version: string; home: string };
  "agent.stopping": { reason: string };
  "agent.stopped": { durationMs: number };
  "agent.woke": { sleptMs: number };
  "config.problem": { key: string; file: string; problem: string };
  "store.opened": { file: string; schema: number };
  "store.migrated": { from: number; to: number };
  "store.set-aside": { file: string; kept: string; problem: string };
  "store.failed": { code: string; problem: string };
  "repository.added": { repository: string };
  "repository.removed": { repository: string };
  "repository.unusable": { repository: string; problem: string };
  "trigger.received": { repository: string; reason: string };
  "spool.drained": { records: number; rejected: number };
  "spool.failed": { problem: string };
  "watch.failed": { repository: string; problem: string };
  "job.leased": { job: number; repository: string; attempt: number };
  "job.completed": { job: number; repository: string };
  "job.retry-scheduled": {
    job: number;
    repository: string;
    attempt: number;
    delayMs: number;
    failure: string;
  };
  "job.dead": { job: number; repository: string; failure: string };
  "job.recovered": { jobs: number };
  "look.started": { repository: string; reasons: readonly string[] };
  "look.worked": LookFields;
  "look.rested": LookFields;
  "look.held": { repository: string; hold: string };
  "look.failed": { repository: string; failure: string; detail: string; durationMs: number };
  "operation.recorded": {
    repository: string;
    ref: string;
    old: string;
    new: string;
    cause: string;
  };
  "git.failed": { repository: string; verb: string; exitCode: number | null; detail: string };
  "socket.listening": { address: string };
  "socket.taken-over": { address: string };
  "socket.refused": { problem: string };
  "request.failed": { route: string; problem: string };
  "fault.unexpected": { where: string; problem: string };
}

/** The name of an event. */
export type LogEvent = keyof LogEvents;

/** How much an event matters to whoever reads the log. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** The one level of each event. */
export const LOG_LEVELS: Readonly<Record<LogEvent, LogLevel>> = {
  "agent.started": "info",
  "agent.stopping": "info",
  "agent.stopped": "info",
  "agent.woke": "info",
  "config.problem": "warn",
  "store.opened": "info",
  "store.migrated": "info",
  "store.set-aside": "error",
  "store.failed": "error",
  "repository.added": "info",
  "repository.removed": "info",
  "repository.unusable": "warn",
  "trigger.received": "debug",
  "spool.drained": "debug",
  "spool.failed": "error",
  "watch.failed": "warn",
  "job.leased": "debug",
  "job.completed": "debug",
  "job.retry-scheduled": "warn",
  "job.dead": "error",
  "job.recovered": "warn",
  "look.started": "debug",
  "look.worked": "info",
  "look.rested": "debug",
  "look.held": "info",
  "look.failed": "warn",
  "operation.recorded": "info",
  "git.failed": "debug",
  "socket.listening": "info",
  "socket.taken-over": "warn",
  "socket.refused": "warn",
  "request.failed": "warn",
  "fault.unexpected": "error",
};

/** Writes one event. Never throws: a log that cannot be written must not stop a sync. */
export type Log = <E extends LogEvent>(event: E, fields: LogEvents[E]) => void;
