import type { AbsolutePath } from "@hookline/core/client";
import { pasteSnippet } from "../script/hook-block.ts";
import type { ClosedReason } from "./existing-hook.ts";
import type { FolderOwner, HookSpot } from "./hook-facts.ts";

/** Why a person has to act where Hookline may not write. */
export type ForeignReason = ClosedReason | Exclude<FolderOwner, "own">;

/** What to tell that person. */
export interface PasteAdvice {
  readonly why: ForeignReason;
  readonly path: AbsolutePath;
  /** Says why, and what to do, in one sentence. */
  readonly sentence: string;
  /** The lines to paste; empty where the sentence asks for something else. */
  readonly snippet: string;
}

/** Says what a person can do about a hook that Hookline leaves alone. */
export function pasteAdvice({ event, path }: HookSpot, why: ForeignReason): PasteAdvice {
  const { says, paste } = REASONS[why];
  return { why, path, sentence: `${path} ${says}.`, snippet: paste ? pasteSnippet(event) : "" };
}

/** What is said after the path of the hook, and whether pasting is what helps. */
const REASONS: Readonly<Record<ForeignReason, { readonly says: string; readonly paste: boolean }>> =
  {
    tracked: {
      says: "would be committed for everybody, so it is left to you: paste these lines into it",
      paste: true,
    },
    outside: {
      says: "lies outside the repository's own git folder, so it is left to you: paste these lines into it",
      paste: true,
    },
    "read-only": {
      says: "is in a folder that cannot be written: make the folder writable, then add the repository again",
      paste: false,
    },
    "not-set-up": {
      says: "is not run in this work tree, where husky is not set up: set up husky there, as `npm install` does, then run `hookline doctor`",
      paste: false,
    },
    "no-folder": {
      says: "cannot exist, because git is told to look for hooks in what is no folder: unset core.hooksPath, then add the repository again",
      paste: false,
    },
    "not-shell": {
      says: "is not a plain shell script, so it is left alone: let it run these lines with sh",
      paste: true,
    },
    bom: {
      says: "begins with a byte order mark, which hides its first line from the system, so it is left alone: save it without one, then add the repository again",
      paste: false,
    },
    crlf: {
      says: "has Windows line ends, so it is left alone: convert it, then add the repository again",
      paste: false,
    },
    "not-executable": {
      says: "is not executable, so git skips it and it is left alone: make it executable or remove it, then add the repository again",
      paste: false,
    },
    "damaged-block": {
      says: "holds a damaged block of Hookline: remove the lines around the marks hookline-agent, then add the repository again",
      paste: false,
    },
    symlink: {
      says: "is a symbolic link, so it is left alone: paste these lines into the file it names",
      paste: true,
    },
    "not-a-file": {
      says: "is not a file: remove it, then add the repository again",
      paste: false,
    },
    unreadable: {
      says: "cannot be read: mend its permissions, then add the repository again",
      paste: false,
    },
  };
