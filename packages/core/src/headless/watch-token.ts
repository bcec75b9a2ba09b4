import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";

/** Kubernetes itself takes up to a minute to bring a changed secret into a container. */
const CHECK_EVERY_MS = 10_000;

/**
 * Tells when a token file holds another token than before.
 *
 * It reads instead of watching: secrets are mounted as links that are exchanged together with the
 * folder they lead to. Only a digest is remembered.
 *
 * @param signal ends it
 */
export async function watchToken(
  file: AbsolutePath,
  clock: Clock,
  changed: () => void,
  signal: AbortSignal,
): Promise<void> {
  const sleep = () =>
    clock.sleep(CHECK_EVERY_MS, signal).then(
      () => true,
      () => false,
    );
  let known = digestOf(file);
  while (await sleep()) {
    const now = digestOf(file);
    if (now === undefined || now === known) continue;
    known = now;
    changed();
  }
}

/** Undefined while it is being exchanged: absent for a moment, or empty. */
function digestOf(file: AbsolutePath): string | undefined {
  try {
    const text = readFileSync(file);
    return text.length === 0 ? undefined : createHash("sha256").update(text).digest("base64");
  } catch {
    return undefined;
  }
}
