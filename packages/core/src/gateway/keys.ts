import { createHash, randomBytes } from "node:crypto";

/** How long the code in an address works. */
export const CODE_LASTS_MS = 60_000;

/** How long a browser that does nothing stays let in. */
const SESSION_LASTS_MS = 12 * 3_600_000;

/** How many codes and sessions there may be; the oldest goes first. */
const MOST = 32;

/**
 * The keys of the gateway: codes, each of which lets a browser in once, and the sessions of those that
 * came in.
 *
 * Only hashes are kept, and looking one up takes the same time whatever was guessed. Times are
 * milliseconds that never jump.
 */
export class Keys {
  readonly #codes = new Map<string, { readonly view: string; readonly until: number }>();
  readonly #sessions = new Map<string, number>();

  /** Makes a code that lets a browser in once, to one view. */
  makeCode(view: string, now: number): string {
    return this.#make(this.#codes, { view, until: now + CODE_LASTS_MS });
  }

  /** Trades a code for a session; `null` for one that was used, is over, or never was. */
  enter(code: string, now: number): { readonly session: string; readonly view: string } | null {
    const key = digest(code);
    const found = this.#codes.get(key);
    this.#codes.delete(key);
    if (found === undefined || now > found.until) return null;
    return { session: this.#make(this.#sessions, now + SESSION_LASTS_MS), view: found.view };
  }

  /** Whether a session lets in; if so, it lasts anew. */
  isIn(session: string, now: number): boolean {
    const key = digest(session);
    const until = this.#sessions.get(key);
    if (until === undefined) return false;
    if (now > until) {
      this.#sessions.delete(key);
      return false;
    }
    this.#sessions.set(key, now + SESSION_LASTS_MS);
    return true;
  }

  #make<Value>(kept: Map<string, Value>, value: Value): string {
    const secret = randomBytes(32).toString("base64url");
    kept.set(digest(secret), value);
    const [oldest] = kept.keys();
    if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    return secret;
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
