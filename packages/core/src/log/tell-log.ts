import { systemClock } from "../clock.ts";
import type { Home } from "../home.ts";
import type { LogEvent, LogEvents } from "./events.ts";
import { openLogFile } from "./log-file.ts";

/** Writes one event to the log of a home, for a process that has no agent's log at hand. Never rejects. */
export async function tellLog<E extends LogEvent>(
  { logs }: Home,
  event: E,
  fields: LogEvents[E],
): Promise<void> {
  const file = openLogFile(logs, systemClock, { least: "info" });
  file.log(event, fields);
  await file.close();
}
