import type { AbsolutePath, HookEvent } from "@hookline/core/client";

import { shPath } from "./sh-quote.ts";

const BEGIN = "# >>> hookline-agent >>>";
const END = "# <<< hookline-agent <<<";

/** How a hook file that Hookline made begins; the block follows. */
const HEAD = `#!/bin/sh
# Hookline made this file. Lines that you add below its block run, and stay.
`;

/** The first line, if it is a shebang; a hook without one is run by sh (run-command.c of git). */
const SHEBANG = /^(?:#![^\n]*\n)?/;

/**
 * Renders the marked block for one event.
 *
 * It only sources the hook script, if that is still there, so an upgrade
 * replaces one file of ours and no hook of anyone's.
 *
 * What ends the shell in there, a damaged script for one, ends it with 0. It
 * stands first in a hook, so no trap of anyone's is lost.
 */
export function hookBlock(event: HookEvent, script: AbsolutePath): string {
  return `${BEGIN} (Hookline put this here; \`hookline remove\` takes it out)
hookline_hook=${shPath(script)}
if [ -f "$hookline_hook" ] && [ -r "$hookline_hook" ]; then
  trap 'exit 0' 0; hookline_event=${event}; . "$hookline_hook"; trap - 0
fi
${END}
`;
}

/** Renders the hook file that is written where there is none. */
export function hookFile(event: HookEvent, script: AbsolutePath): string {
  return HEAD + hookBlock(event, script);
}

/** What {@link readBlock} found in a hook. */
export type BlockReading =
  | { readonly kind: "none" }
  /** `alone` when the hook holds nothing but what Hookline wrote. */
  | { readonly kind: "block"; readonly text: string; readonly alone: boolean }
  /** One marker is gone, or they stand twice: nobody can tell what is ours. */
  | { readonly kind: "damaged" };

/**
 * Finds Hookline's block in the text of a hook.
 *
 * Hooks are read as Latin-1 here and below, one character per byte, so that
 * bytes in any encoding survive; {@link latin1} brings our own text to it.
 */
export function readBlock(hook: string): BlockReading {
  const begins = hook.split(BEGIN).length - 1;
  const ends = hook.split(END).length - 1;
  if (begins === 0 && ends === 0) return { kind: "none" };
  const begin = hook.indexOf(BEGIN);
  const end = hook.indexOf(`${END}\n`, begin);
  if (begins !== 1 || ends !== 1 || end < 0) return { kind: "damaged" };
  if (begin > 0 && hook[begin - 1] !== "\n") return { kind: "damaged" };
  const text = hook.slice(begin, end + END.length + 1);
  return { kind: "block", text, alone: hook.replace(text, () => "") === HEAD };
}

/** Puts `block` right after the shebang or at the very beginning, or in place of the block that is there. */
export function withBlock(hook: string, block: string): string {
  const old = readBlock(hook);
  return old.kind === "block"
    ? hook.replace(old.text, () => block)
    : hook.replace(SHEBANG, (shebang) => shebang + block);
}

/**
 * Takes Hookline's block out.
 *
 * @returns the rest, byte for byte, or `undefined` when nothing of anyone else is left
 */
export function withoutBlock(hook: string): string | undefined {
  const old = readBlock(hook);
  if (old.kind !== "block") return hook;
  if (old.alone) return undefined;
  const rest = hook.replace(old.text, () => "");
  return rest.startsWith(HEAD) ? rest.replace(HEAD, "#!/bin/sh\n") : rest;
}

/** Brings a text of ours to the one-character-per-byte form in which hooks are edited. */
export function latin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The inverse of {@link latin1}. */
export function utf8(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/**
 * Renders the lines that a person pastes where Hookline must not write.
 *
 * They may be committed: they name no path of this machine and do nothing
 * where Hookline is not installed.
 */
export function pasteSnippet(event: HookEvent): string {
  return `hookline_hook=$(git rev-parse --git-common-dir || :)/hookline/hook.sh
if [ -f "$hookline_hook" ] && [ -r "$hookline_hook" ]; then hookline_event=${event}; . "$hookline_hook"; fi
`;
}

/** Tells whether a hook runs the pasted lines of {@link pasteSnippet} for `event`, in whatever form. */
export function hasPastedSnippet(hook: string, event: HookEvent): boolean {
  return hook.includes("hookline/hook.sh") && hook.includes(`hookline_event=${event}`);
}
