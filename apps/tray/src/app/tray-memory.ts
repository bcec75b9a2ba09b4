import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Home, writePrivateFile } from "@hookline/core/client";
import * as z from "zod";

const shape = z.object({
  /** Milliseconds since the epoch; `null`: notifications come. */
  snoozedUntil: z.number().nullable().catch(null),
  /** Until when nothing is told of a repository, by its path. */
  muted: z.record(z.string(), z.number()).catch({}),
  /** It was said that the native shell is used because Electron is not there. */
  toldOfNative: z.boolean().catch(false),
  /** It was said that no panel shows the icon. */
  toldOfNoPanel: z.boolean().catch(false),
});

/** What the tray remembers from one start to the next. */
export type TrayMemory = z.output<typeof shape>;

const NOTHING: TrayMemory = shape.parse({});

/** Reads what an earlier tray left; what cannot be read is forgotten. */
export function readTrayMemory(home: Home): TrayMemory {
  const file = fileOf(home);
  if (!existsSync(file)) return NOTHING;
  try {
    return shape.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return NOTHING;
  }
}

/** Writes it down. A disk that is full costs a snooze at the next start, and nothing else. */
export function writeTrayMemory(home: Home, memory: TrayMemory): void {
  try {
    writePrivateFile(fileOf(home), `${JSON.stringify(memory)}\n`);
  } catch {
    // See above: there is nobody to tell, and nothing to do.
  }
}

function fileOf(home: Home): string {
  return join(home.root, "tray.json");
}
