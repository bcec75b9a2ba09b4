import { join } from "node:path";
import { staysInside } from "../decide/rescue-path.ts";
import { Bug } from "../errors.ts";

declare const brand: unique symbol;

/**
 * A path in a work tree as git has it: bytes, one character each (latin1).
 *
 * On Linux a name need not be UTF-8, and such a file must be rescued like any other.
 */
export type PathBytes = string & { readonly [brand]: "PathBytes" };

/** Takes what git printed in its `-z` form (see `askGitBytes`). */
export function fromGit(bytes: string): PathBytes {
  if (!isBytes(bytes)) throw new Bug(`not bytes: ${bytes}`);
  return bytes;
}

function isBytes(text: string): text is PathBytes {
  return Buffer.from(text, "latin1").toString("latin1") === text;
}

/** Takes a path as text. */
export function fromText(text: string): PathBytes {
  return fromGit(Buffer.from(text, "utf8").toString("latin1"));
}

/** Takes the name that the system gives a file. */
export function fromName(name: Buffer): PathBytes {
  return fromGit(name.toString("latin1"));
}

/** Gives the path as text, for people and for maps that are keyed by text; not always the way back. */
export function toText(path: PathBytes): string {
  return Buffer.from(path, "latin1").toString("utf8");
}

/** Names the file for the system. Windows has text for names (not run). */
export function fileBelow(folder: string, path: PathBytes): string | Buffer {
  const text = toText(path);
  if (fromText(text) === path) return join(folder, text);
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path, "latin1")]);
}

/** See `staysInside`. */
export function isInside(path: PathBytes): boolean {
  return staysInside(toText(path));
}

/** Writes bytes as git's C-quoted string, all ASCII (quote.c, `unquote_c_style`). */
export function quoted(bytes: string | Buffer): string {
  const characters = typeof bytes === "string" ? bytes : bytes.toString("latin1");
  const plain = characters.replace(
    /[^ !#-[\]-~]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
  return `"${plain}"`;
}
