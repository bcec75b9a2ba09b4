import { redact } from "../log/redact.ts";

/** How much of each stream of a command is kept. */
export const KEPT_BYTES = 64 * 1024;

/** Kept beyond that, so that a secret is still whole when it is looked for. */
const MARGIN_BYTES = 4 * 1024;

/** Keeps the end of a stream, whatever its length. */
export class OutputTail {
  #chunks: Buffer[] = [];
  #bytes = 0;
  #cut = false;

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    // Joined only now and then: a flood of small chunks must not cost a copy each.
    if (this.#bytes > 4 * (KEPT_BYTES + MARGIN_BYTES)) this.#shorten();
  }

  /** The last {@link KEPT_BYTES} as text, without secrets; begins with a whole line where it was cut. */
  text(): string {
    this.#shorten();
    const all = redact(Buffer.concat(this.#chunks).toString("utf8"));
    const tail = Buffer.from(all).subarray(-KEPT_BYTES).toString("utf8");
    if (!this.#cut && tail.length === all.length) return all;
    return tail.slice(tail.indexOf("\n") + 1);
  }

  #shorten(): void {
    const most = KEPT_BYTES + MARGIN_BYTES;
    if (this.#bytes <= most) return;
    const kept = Buffer.concat(this.#chunks).subarray(-most);
    this.#cut = true;
    this.#chunks = [kept];
    this.#bytes = kept.length;
  }
}
