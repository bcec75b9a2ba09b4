import type { AbsolutePath } from "../decide/brands.ts";
import type { ConfigEntry } from "../git/config-list.ts";
import { listRunnable } from "./runnable.ts";
import { parseTrusted, TRUSTED_KEY } from "./trusted-list.ts";

/**
 * Marks the values of a repository's own config that the user accepted with `hookline trust`, so
 * that they count as the user's own everywhere.
 *
 * Acceptances are read from the user's own files only: a repository cannot accept itself. Where one
 * value of git's programs has changed since, none of them is marked.
 *
 * @param entries every value in force, lowest precedence first
 */
export function markTrusted(
  entries: readonly ConfigEntry[],
  root: AbsolutePath,
): readonly ConfigEntry[] {
  const accepted = acceptedHashes(entries);
  const trusted = new Set(
    listRunnable(entries, root).flatMap((one) => (accepted.has(one.hash) ? one.entries : [])),
  );
  return entries.map((entry) => (trusted.has(entry) ? { ...entry, scope: "trusted" } : entry));
}

/** The hashes that the user accepted, for any repository. */
export function acceptedHashes(entries: readonly ConfigEntry[]): ReadonlySet<string> {
  const own = entries.filter(
    ({ key, scope }) => key === TRUSTED_KEY && (scope === "global" || scope === "system"),
  );
  return new Set(own.flatMap(({ value }) => parseTrusted(value ?? "")?.hash ?? []));
}
