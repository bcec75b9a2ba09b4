import { lastLine } from "../decide/command-ending.ts";
import { redact } from "../log/redact.ts";

/** How far a run has come, as far as can be told from outside. */
export interface TaskProgress {
  /** What it has printed on its standard output. */
  readonly outputBytes: number;
  /** What it said last, on either stream; empty where nothing. Bounded, without secrets and controls. */
  readonly lastLine: string;
}

/** People do not read faster, and each beat may end in the database. */
const LEAST_BEAT_MS = 500;

/** Enough for the last line of a chunk. */
const LOOKED_AT_BYTES = 4096;

/** Tells the progress of one run, at most every {@link LEAST_BEAT_MS}, and its newest state after a pause. */
export class ProgressTeller {
  readonly #tell: (progress: TaskProgress) => void;
  #timer: NodeJS.Timeout | undefined;
  #outputBytes = 0;
  #newest: Buffer = Buffer.alloc(0);

  constructor(tell: (progress: TaskProgress) => void) {
    this.#tell = tell;
  }

  /** Takes note of what was printed. */
  add(chunk: Buffer, stream: "stdout" | "stderr"): void {
    if (stream === "stdout") this.#outputBytes += chunk.length;
    if (/\S/.test(chunk.toString("latin1", Math.max(0, chunk.length - LOOKED_AT_BYTES)))) {
      this.#newest = chunk;
    }
    this.#timer ??= setTimeout(() => this.#beat(), LEAST_BEAT_MS);
  }

  /** Tells nothing more: the run's record says the rest. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #beat(): void {
    this.#timer = undefined;
    const words = this.#newest.subarray(-LOOKED_AT_BYTES).toString("utf8");
    this.#tell({ outputBytes: this.#outputBytes, lastLine: lastLine(redact(words)) ?? "" });
  }
}
