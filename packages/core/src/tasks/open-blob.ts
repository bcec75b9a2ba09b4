import { once } from "node:events";
import { PassThrough, type Readable } from "node:stream";
import type { GitFailure } from "../decide/git-failure.ts";
import { askGit, type LimitedGit } from "../git/ask-git.ts";
import { blobStream } from "../rescue/blob-stream.ts";

/** A committed content, about to be read. */
export type OpenedBlob =
  | { readonly kind: "open"; readonly content: Readable; readonly ended: Promise<BlobEnd> }
  /** The repository does not have it, or not any more. */
  | { readonly kind: "gone" }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/** Whether all of a content was there to be read. Known once its reader has gone, too. */
export type BlobEnd =
  | { readonly kind: "whole" }
  | { readonly kind: "broken"; readonly why: string };

/**
 * Opens a committed content as a stream: git waits for whoever reads it, so its size does not matter.
 *
 * A reader that goes away early lets git run to its end, unheard.
 */
export async function openBlob(tools: LimitedGit, id: string): Promise<OpenedBlob> {
  const content = new PassThrough();
  // What goes wrong on the way to a reader is between the two of them.
  content.on("error", () => undefined);
  let left: number | undefined;
  let wanted: Promise<void> | undefined;
  const begun = Promise.withResolvers<"begun">();
  const take = blobStream({
    begin(_id, size) {
      left = size;
      begun.resolve("begun");
    },
    piece(bytes) {
      left = (left ?? 0) - bytes.length;
      if (!content.destroyed && !content.write(bytes)) wanted ??= untilWanted(content);
    },
    end: () => undefined,
  });
  const answered = askGit(tools, {
    verb: "cat-file",
    flags: ["--batch"],
    stdin: `${id}\n`,
    onStdout(chunk) {
      take(chunk);
      const held = wanted;
      wanted = undefined;
      return held;
    },
  });
  const ended = answered.then((answer): BlobEnd => {
    const isWhole = left === 0 && answer.kind === "read";
    if (isWhole) content.end();
    else content.destroy();
    if (isWhole) return { kind: "whole" };
    const why = answer.kind === "failed" ? answer.failure.detail : "git gave only a part of it";
    return { kind: "broken", why };
  });
  const first = await Promise.race([begun.promise, answered]);
  if (first === "begun") return { kind: "open", content, ended };
  return first.kind === "failed" ? first : { kind: "gone" };
}

/** Resolves when a stream takes more, or will never again. */
async function untilWanted(stream: PassThrough): Promise<void> {
  const over = new AbortController();
  const waiting = { signal: over.signal };
  try {
    await Promise.race([once(stream, "drain", waiting), once(stream, "close", waiting)]);
  } catch {
    // The stream failed, because its reader did: nobody wants more.
  } finally {
    over.abort();
  }
}
