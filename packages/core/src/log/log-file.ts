import { createStream, type RotatingFileStream } from "rotating-file-stream";
import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { LOG_LEVELS, type Log, type LogLevel } from "./events.ts";
import { redact } from "./redact.ts";

/** The name of the newest log file; older ones are `agent.log.1` and so on. */
export const LOG_NAME = "agent.log";

/** How many older files are kept, and how large one may become. */
const OLDER_FILES = 4;
const FILE_SIZE = "5M";
const LONGEST_FIELD = 2000;

const RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** An open log. */
export interface LogFile {
  readonly log: Log;
  /** Writes what is waiting and closes the file. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the log: JSON lines, one event each, in files that rotate by size.
 *
 * A log that cannot be written (full disk, lost folder) drops events and goes on: it must
 * never be the reason that a sync fails.
 *
 * @param least events below this level are not written
 * @param also gets every line too, without its line end
 */
export function openLogFile(
  folder: AbsolutePath,
  clock: Clock,
  {
    least,
    also,
  }: { readonly least: LogLevel; readonly also?: ((line: string) => void) | undefined },
): LogFile {
  let stream: RotatingFileStream | undefined;
  const open = (): RotatingFileStream => {
    const opened = createStream(
      (index) =>
        index === null || index === undefined ? LOG_NAME : `${LOG_NAME}.${String(index)}`,
      { path: folder, size: FILE_SIZE, rotate: OLDER_FILES, mode: 0o600 },
    );
    // The stream ends itself after an error; the next event opens another.
    opened.on("error", () => {
      stream = undefined;
    });
    return opened;
  };
  return {
    log(event, fields) {
      const level = LOG_LEVELS[event];
      if (RANK[level] < RANK[least]) return;
      const line = logLine(clock.now(), level, event, fields);
      stream ??= open();
      stream.write(`${line}\n`);
      also?.(line);
    },
    close: () =>
      new Promise((resolve) => {
        if (stream === undefined || stream.destroyed) return resolve();
        stream.once("error", () => resolve());
        stream.end(() => resolve());
      }),
  };
}

/** Writes one event as a line of JSON, without secrets and with every text bounded. */
function logLine(timeMs: number, level: LogLevel, event: string, fields: object): string {
  return JSON.stringify(
    { time: new Date(timeMs).toISOString(), level, event, ...fields },
    (_key, value: unknown) =>
      typeof value === "string" ? redact(value).slice(0, LONGEST_FIELD) : value,
  );
}
