/** How much of a standard output is kept as the result. */
export const KEPT_HEAD_BYTES = 1024 * 1024;

/** Keeps the beginning of a stream as it is, and counts all of it. */
export class OutputHead {
  readonly #chunks: Buffer[] = [];
  #kept = 0;
  #bytes = 0;

  add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#kept === KEPT_HEAD_BYTES) return;
    const part = chunk.subarray(0, KEPT_HEAD_BYTES - this.#kept);
    this.#chunks.push(part);
    this.#kept += part.length;
  }

  /** As many as there were. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The first {@link KEPT_HEAD_BYTES} as text; ends with a whole character where it was cut. */
  text(): string {
    // With `stream`, a character that is not complete is waited for instead of replaced.
    const isCut = this.#bytes > this.#kept;
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.concat(this.#chunks), {
      stream: isCut,
    });
  }
}
