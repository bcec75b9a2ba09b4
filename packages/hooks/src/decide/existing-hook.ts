import type { HookEvent } from "@hookline/core/client";
import { hasPastedSnippet, readBlock, utf8 } from "../script/hook-block.ts";

/** Why Hookline does not write into a hook that is there. */
export type ClosedReason =
  | "not-shell"
  | "crlf"
  | "not-executable"
  | "damaged-block"
  | "symlink"
  | "not-a-file"
  | "unreadable";

/** What stands where git looks for one hook. */
export type ExistingHook =
  | { readonly kind: "absent" }
  /** A shell script that may hold our block; `alone` when it holds nothing else. */
  | { readonly kind: "shell"; readonly block: string | undefined; readonly alone: boolean }
  /** Someone pasted our lines into it. */
  | { readonly kind: "pasted" }
  /** Not ours to write; it may hold a block from the time before it became so. */
  | { readonly kind: "closed"; readonly why: ClosedReason; readonly block?: string };

/** The text of our block in a hook, if it holds one. */
export function blockOf(hook: ExistingHook): string | undefined {
  return hook.kind === "shell" || hook.kind === "closed" ? hook.block : undefined;
}

const SHELLS = new Set(["sh", "ash", "dash", "bash", "zsh", "ksh", "ksh93", "mksh"]);

/** A script that hands its own file to another program is two languages at once. */
const RUNS_ITSELF = /\bexec\b[^\n]*\$\{?0\b/;

/**
 * Sorts the hook of one event by its text, one character per byte.
 *
 * @param executable whether git would run it; it skips a hook without the bit
 */
export function classifyHook(event: HookEvent, text: string, executable: boolean): ExistingHook {
  const block = readBlock(text);
  if (block.kind === "damaged") return { kind: "closed", why: "damaged-block" };
  if (block.kind === "block" && block.alone) {
    // Without its bit it does not run: written anew, like an outdated one.
    return { kind: "shell", block: executable ? utf8(block.text) : "", alone: true };
  }
  if (block.kind === "none" && hasPastedSnippet(text, event)) return { kind: "pasted" };
  const ours = block.kind === "block" ? utf8(block.text) : undefined;
  const why = closedReason(text, executable);
  if (why === undefined) return { kind: "shell", block: ours, alone: false };
  return ours === undefined ? { kind: "closed", why } : { kind: "closed", why, block: ours };
}

function closedReason(text: string, executable: boolean): ClosedReason | undefined {
  const shebang = /^#![ \t]*([^\n]*)\n/.exec(text)?.[1];
  if (shebang === undefined || !namesShell(shebang.trimEnd()) || RUNS_ITSELF.test(text)) {
    return "not-shell";
  }
  if (shebang.endsWith("\r")) return "crlf";
  return executable ? undefined : "not-executable";
}

/** Reads `/bin/sh -e`, `/usr/bin/env bash`, `/usr/bin/env -S bash -e`, `/bin/busybox sh`. */
function namesShell(shebang: string): boolean {
  const words = shebang.split(/[ \t]+/).map((word) => word.replace(/^.*[/\\]|\.exe$/g, ""));
  const [program, ...rest] = words;
  if (program !== "env" && program !== "busybox") return SHELLS.has(program ?? "");
  return SHELLS.has(rest.find((word) => word !== "-S") ?? "");
}
