import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AbsolutePath } from "../decide/brands.ts";
import { askGit, failed, fileFailure, read } from "../git/ask-git.ts";
import { blobIdOfFile, type ObjectFormat } from "../git/blob-id.ts";
import { toText } from "../git/path-bytes.ts";
import type { Reading } from "../sync/port.ts";
import { blobStream } from "./blob-stream.ts";
import type { RescueTools } from "./rescue-tools.ts";
import type { RescuedFile } from "./rescue-tree.ts";
import type { StagedFile } from "./staged-file.ts";

/** Writes files into a folder of ours, byte for byte, and makes sure that each is whole. */
export async function stageRaw(
  tools: RescueTools,
  folder: AbsolutePath,
  files: readonly RescuedFile[],
): Promise<Reading<readonly StagedFile[]>> {
  if (files.length === 0) return read([]);
  const format: ObjectFormat = files[0]?.id.length === 64 ? "sha256" : "sha1";
  const home = join(folder, "raw");
  const staged = files.map((file, at) => ({ ...file, staged: join(home, `${at}`) }));
  mkdirSync(home);
  const written = await writeBlobs(tools, staged);
  if (written.kind === "failed") return written;
  for (const { path, staged: name, id } of staged) {
    if ((await blobIdOfFile(name, format)) !== id) {
      return failed("corrupt", `git does not give back ${toText(path)} as it was given`);
    }
  }
  return read(staged);
}

/** git gives the blobs in the order in which they are asked for, and leaves out what it lacks. */
async function writeBlobs(
  tools: RescueTools,
  files: readonly StagedFile[],
): Promise<Reading<string>> {
  let next = 0;
  let descriptor: number | undefined;
  let problem: unknown;
  const unlessBroken = (work: () => void): void => {
    if (problem !== undefined) return;
    try {
      work();
    } catch (error) {
      problem = error;
    }
  };
  const onStdout = blobStream({
    begin: (id) =>
      unlessBroken(() => {
        while (next < files.length && files[next]?.id !== id) next += 1;
        const file = files[next];
        next += 1;
        if (file === undefined) return;
        descriptor = openSync(file.staged, "wx", file.mode === "100755" ? 0o777 : 0o666);
      }),
    piece: (bytes) =>
      unlessBroken(() => {
        if (descriptor !== undefined) writeFileSync(descriptor, bytes);
      }),
    end: () =>
      unlessBroken(() => {
        if (descriptor !== undefined) closeSync(descriptor);
        descriptor = undefined;
      }),
  });
  const answer = await askGit(tools, {
    verb: "cat-file",
    flags: ["--batch"],
    stdin: files.map(({ id }) => `${id}\n`).join(""),
    onStdout,
  });
  if (descriptor !== undefined) closeSync(descriptor);
  return problem === undefined ? answer : fileFailure(problem);
}
