import type { Log, LogEvent } from "../log/events.ts";

/** A log that keeps what it is told. */
export interface MemoryLog {
  readonly log: Log;
  readonly events: { readonly event: LogEvent; readonly fields: object }[];
}

/** Makes a log in memory. */
export function memoryLog(): MemoryLog {
  const events: MemoryLog["events"] = [];
  return { events, log: (event, fields) => void events.push({ event, fields }) };
}
