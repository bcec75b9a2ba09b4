import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { LOG_NAME } from "@hookline/core";
import type { AbsolutePath } from "@hookline/core/client";

/** One line of the log, read back. */
export interface LogLine {
  readonly time: string;
  readonly level: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** As it stands in the file. */
  readonly text: string;
}

/** Reads a line of the log; `undefined` for a torn one. */
export function parseLogLine(text: string): LogLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const record: Readonly<Record<string, unknown>> = { ...value };
    const { time, level, event, ...fields } = record;
    if (typeof time !== "string" || typeof level !== "string" || typeof event !== "string")
      return undefined;
    return { time, level, event, fields, text };
  } catch {
    return undefined;
  }
}

/** Reads the whole log, oldest line first, the rotated files included. */
export async function readLog(folder: AbsolutePath): Promise<LogLine[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.startsWith(LOG_NAME)).toSorted(olderFirst);
  const texts = await Promise.all(
    files.map((name) => readFile(join(folder, name), "utf8").catch(() => "")),
  );
  return texts.flatMap((text) => text.split("\n").flatMap((line) => parseLogLine(line) ?? []));
}

/** `agent.log.2` is older than `agent.log.1`, which is older than `agent.log`. */
function olderFirst(a: string, b: string): number {
  const age = (name: string): number => Number(name.slice(LOG_NAME.length + 1) || 0);
  return age(b) - age(a);
}

/** How much of the log is read at a time while following it. */
const CHUNK_BYTES = 64 * 1024;

/** Reads what was appended to the newest log file, call after call; starts over when it was rotated. */
export class LogTail {
  readonly #file: string;
  #inode = 0;
  #offset = 0;
  #rest = "";

  constructor(folder: AbsolutePath) {
    this.#file = join(folder, LOG_NAME);
  }

  /** Passes over what is there already. */
  async skip(): Promise<void> {
    await this.#read(true);
  }

  /** Returns the lines that are new since the last call. */
  async lines(): Promise<LogLine[]> {
    const text = this.#rest + (await this.#read(false));
    const lines = text.split("\n");
    this.#rest = lines.pop() ?? "";
    return lines.flatMap((line) => parseLogLine(line) ?? []);
  }

  async #read(skip: boolean): Promise<string> {
    const file = await open(this.#file).catch(() => undefined);
    if (file === undefined) return "";
    try {
      const { ino, size } = await file.stat();
      if (ino !== this.#inode || size < this.#offset) this.#offset = 0;
      this.#inode = ino;
      if (skip) {
        this.#offset = size;
        return "";
      }
      let text = "";
      const chunk = Buffer.alloc(CHUNK_BYTES);
      for (;;) {
        const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, this.#offset);
        if (bytesRead === 0) return text;
        this.#offset += bytesRead;
        text += chunk.toString("utf8", 0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }
}
