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
  /** It did not come up; whoever starts it tries again, or a person reads this. */
  "agent.failed": { pid: number; version: string; code: string; problem: string };
  /** A hook found no agent; this process syncs what hooks left, and ends. */
  "runner.started": { pid: number; version: string; home: string; spooled: number };
  /** What hooks left stays; the next runner or agent takes it. */
  "runner.failed": { pid: number; version: string; code: string; problem: string };
  "agent.woke": { sleptMs: number };
  "network.changed": { waiting: number };
  /** A port of the loopback serves the dashboard to a browser. */
  "gateway.opened": { address: string };
  "gateway.closed": { address: string };
  "host.opened": { repositories: number };
  "agent.no-init": { pid: number };
  "clone.started": { repository: string; url: string; attempt: number };
  "clone.progress": { repository: string; receivedBytes: number };
  "clone.finished": { repository: string; durationMs: number };
  "clone.failed": {
    repository: string;
    failure: string;
    detail: string;
    attempt: number;
    delayMs: number;
  };
  "token.changed": { file: string };
  "token.unused": { repositories: readonly string[] };
  "config.problem": { key: string; file: string; problem: string };
  "store.opened": { file: string; schema: number };
  "store.migrated": { from: number; to: number };
  "store.set-aside": { file: string; kept: string; problem: string };
  "store.failed": { code: string; problem: string };
  "repository.added": { repository: string };
  "repository.removed": { repository: string };
  "repository.unusable": { repository: string; problem: string };
  "trigger.received": { repository: string; reason: string };
  /** Hooks of ours do not report any more, for so many reasons. */
  "hooks.displaced": { repository: string; reasons: number };
  "hooks.back": { repository: string };
  /** A hook could not leave its record; `problem` is what keeps us from it, if anything does. */
  "hook.failed-open": { id: string; problem: string | null };
  "spool.drained": { records: number; rejected: number };
  "spool.failed": { problem: string };
  "watch.failed": { repository: string; problem: string };
  /** A job of a task. */
  "job.started": { job: string; kind: string; attempt: number };
  "job.ended": { job: string; kind: string; ending: string };
  /** What the job of a dead agent had started. */
  "job.orphan": { job: string; pid: number; end: string };
  "job.leased": { job: number; repository: string; attempt: number };
  "job.completed": { job: number; repository: string };
  "job.retry-scheduled": {
    job: number;
    repository: string;
    attempt: number;
    delayMs: number;
    failure: string;
  };
  "job.waits": { job: number; repository: string; failure: string };
  "job.dead": { job: number; repository: string; failure: string };
  "job.recovered": { jobs: number };
  "command.started": { repository: string; occasion: string };
  "command.succeeded": {
    repository: string;
    occasion: string;
    durationMs: number;
    output: string;
  };
  "command.failed": {
    repository: string;
    occasion: string;
    durationMs: number;
    problem: string;
    output: string;
  };
  "task.queued": { repository: string; task: string; on: string; mode: string; files: number };
  /** Commits since the last time are too many to be read; the oldest of them were left out. */
  "task.history-cut": { repository: string; entries: number };
  /** What HEAD moved between is not there any more. */
  "task.commit-gone": { repository: string; old: string; new: string };
  /** Tried again when HEAD is looked at again. */
  "task.not-planned": { repository: string; failure: string; detail: string };
  "tick.committed": { repository: string; commit: string; files: number; cause: string };
  "look.started": { repository: string; reasons: readonly string[] };
  "look.worked": LookFields;
  "look.rested": LookFields;
  "look.held": { repository: string; hold: string };
  "look.failed": { repository: string; failure: string; detail: string; durationMs: number };
  "operation.recorded": {
    repository: string;
    ref: string;
    old: string | null;
    new: string | null;
    cause: string;
  };
  "move.kept": { repository: string; path: string; kept: string };
  "move.mended": { repository: string; branch: string; how: "finished" | "taken-back" };
  "lock.healed": { repository: string; lock: string; ageSeconds: number };
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
  "agent.failed": "error",
  "runner.started": "info",
  "runner.failed": "error",
  "agent.woke": "info",
  "network.changed": "info",
  "gateway.opened": "info",
  "gateway.closed": "info",
  "host.opened": "info",
  "agent.no-init": "warn",
  "clone.started": "info",
  "clone.progress": "info",
  "clone.finished": "info",
  "clone.failed": "warn",
  "token.changed": "info",
  "token.unused": "warn",
  "config.problem": "warn",
  "store.opened": "info",
  "store.migrated": "info",
  "store.set-aside": "error",
  "store.failed": "error",
  "repository.added": "info",
  "repository.removed": "info",
  "repository.unusable": "warn",
  "trigger.received": "debug",
  "hooks.displaced": "warn",
  "hooks.back": "info",
  "hook.failed-open": "warn",
  "spool.drained": "debug",
  "spool.failed": "error",
  "watch.failed": "warn",
  "job.started": "debug",
  "job.ended": "debug",
  "job.orphan": "warn",
  "job.leased": "debug",
  "job.completed": "debug",
  "job.retry-scheduled": "warn",
  "job.waits": "debug",
  "job.dead": "error",
  "job.recovered": "warn",
  "command.started": "debug",
  "command.succeeded": "info",
  "command.failed": "warn",
  "task.queued": "info",
  "task.history-cut": "warn",
  "task.commit-gone": "warn",
  "task.not-planned": "warn",
  "tick.committed": "info",
  "look.started": "debug",
  "look.worked": "info",
  "look.rested": "debug",
  "look.held": "info",
  "look.failed": "warn",
  "operation.recorded": "info",
  "move.kept": "warn",
  "move.mended": "warn",
  "lock.healed": "warn",
  "git.failed": "debug",
  "socket.listening": "info",
  "socket.taken-over": "warn",
  "socket.refused": "warn",
  "request.failed": "warn",
  "fault.unexpected": "error",
};

/** Writes one event. Never throws: a log that cannot be written must not stop a sync. */
export type Log = <E extends LogEvent>(event: E, fields: LogEvents[E]) => void;
