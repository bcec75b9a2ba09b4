import { type AbsolutePath, absolutePath } from "@hookline/core/client";
import type { ServiceProgram } from "./service-program.ts";

/** What our mark in a service's definition says that it starts. */
export type MarkedProgram = Pick<ServiceProgram, "node" | "main" | "home">;

const BEGIN = "Written by `hookline service install`; `hookline service remove` takes it away. ";
const MARK = new RegExp(`${BEGIN.replaceAll(".", "\\.")}(\\{.*?\\})`);

/**
 * The text by which we know a definition for our own, in one line, for a comment.
 *
 * Only ASCII, and no hyphen, since two of them would end a comment of XML: JSON has escapes for all.
 */
export function serviceMark({ node, main, home }: MarkedProgram): string {
  const json = JSON.stringify({ node, main, home }).replace(
    /[^\u0020-\u007e]|[-<>&'}]/g,
    (character, at: number, whole: string) =>
      character === "}" && at === whole.length - 1
        ? character
        : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${BEGIN}${json}`;
}

/** Reads what a definition of ours starts; `undefined` for anybody else's. */
export function readMark(text: string): MarkedProgram | undefined {
  // The Task Scheduler writes it down in its own way.
  const json = MARK.exec(text.replaceAll("&quot;", '"'))?.[1];
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== "object" || value === null) return undefined;
    if (!("node" in value) || !("main" in value) || !("home" in value)) return undefined;
    const [node, main, home] = [path(value.node), path(value.main), path(value.home)];
    return node && main && home ? { node, main, home } : undefined;
  } catch {
    return undefined;
  }
}

function path(value: unknown): AbsolutePath | undefined {
  return typeof value === "string" ? absolutePath(value) : undefined;
}
