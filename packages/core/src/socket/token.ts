import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { ConfigError } from "../errors.ts";
import type { Home } from "../home.ts";
import { writePrivateFile } from "../write-private-file.ts";

/** 32 random bytes in hex. */
const TOKEN = /^[0-9a-f]{64}$/;

/** The value of the `Authorization` header that opens the socket. */
export function bearer(token: string): string {
  return `Bearer ${token}`;
}

/**
 * Names the file with the whole header line, for `curl -H @file` in a hook.
 *
 * A hook's own command line would show the token to every user of the machine.
 */
export function tokenHeaderFile(home: Home): string {
  return `${home.token}.header`;
}

/**
 * Returns the secret that requests must carry, and makes a new one where none is safe to use.
 *
 * It outlives the agent, so that a hook which starts during a restart still knows it. It is kept
 * only if both files are ours, closed to others and agree; otherwise someone may have read it.
 *
 * Called by the holder of the agent's lock alone.
 *
 * @throws ConfigError when it cannot be written
 */
export function ensureToken(home: Home): string {
  const kept = readPrivate(home.token)?.trim() ?? "";
  const header = (token: string): string => `Authorization: ${bearer(token)}\n`;
  if (TOKEN.test(kept) && readPrivate(tokenHeaderFile(home)) === header(kept)) return kept;
  const token = randomBytes(32).toString("hex");
  try {
    mkdirSync(home.root, { recursive: true, mode: 0o700 });
    writePrivateFile(home.token, `${token}\n`);
    writePrivateFile(tokenHeaderFile(home), header(token));
  } catch (error) {
    throw new ConfigError(`The agent's token cannot be written to ${home.token}.`, {
      code: "token-unwritable",
      hint: "Check that the folder is yours and writable, and that the disk has room.",
      cause: error,
    });
  }
  return token;
}

/** Returns the token that the agent left for its clients, or undefined where there is none. */
export function readToken(home: Home): string | undefined {
  try {
    const text = readFileSync(home.token, "utf8").trim();
    return TOKEN.test(text) ? text : undefined;
  } catch {
    // Unreadable is as good as absent: the agent refuses us and says what to do.
    return undefined;
  }
}

/** Tells whether a header carries the token, in a time that does not depend on how much is right. */
export function carriesToken(header: string | undefined, token: string): boolean {
  return timingSafeEqual(digest(header ?? ""), digest(bearer(token)));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Reads a file that is ours, regular and closed to others; undefined for anything else. */
function readPrivate(file: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(
      file,
      constants.O_RDONLY | constants.O_NONBLOCK | (constants.O_NOFOLLOW ?? 0),
    );
  } catch {
    return undefined;
  }
  try {
    const stat = fstatSync(descriptor);
    const closed = process.platform === "win32" || (stat.mode & 0o077) === 0;
    const ours = process.getuid === undefined || stat.uid === process.getuid();
    if (!stat.isFile() || !closed || !ours || stat.size > 1024) return undefined;
    return readFileSync(descriptor, "utf8");
  } finally {
    closeSync(descriptor);
  }
}
