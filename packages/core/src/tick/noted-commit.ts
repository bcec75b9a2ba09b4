import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { errorCode } from "../error-code.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { writePrivateFile } from "../write-private-file.ts";

const shape = z.object({
  branch: z.string(),
  old: z.string(),
  new: z.string(),
  /** What was staged where the commit took a file from the work tree: path, and `<mode> <id>`. */
  staged: z.array(z.tuple([z.string(), z.string()])).readonly(),
});

/**
 * A commit that is about to become the branch's, as it is written down before that.
 *
 * Between the move of the branch and the update of the index lies a moment in which a crash would
 * leave the index one commit behind: everything the commit changed would look as if it had been
 * staged backwards. This note is how the next look knows.
 */
export type NotedCommit = Readonly<z.output<typeof shape>>;

/** Writes the note, durably. */
export async function noteCommit(place: RepositoryPlace, noted: NotedCommit): Promise<void> {
  const file = fileOf(place);
  await mkdir(join(place.gitDir, "hookline"), { mode: 0o700 }).catch((error: unknown) => {
    if (errorCode(error) !== "EEXIST") throw error;
  });
  writePrivateFile(file, JSON.stringify(noted));
}

/** Reads the note; `null` where there is none, or none that can be read. */
export async function readNotedCommit(place: RepositoryPlace): Promise<NotedCommit | null> {
  try {
    const parsed = shape.safeParse(JSON.parse(await readFile(fileOf(place), "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Removes the note: everything is in step. */
export async function forgetCommit(place: RepositoryPlace): Promise<void> {
  await rm(fileOf(place), { force: true });
}

/** In the git folder of this very work tree, whose index it is about. */
function fileOf({ gitDir }: RepositoryPlace): string {
  return join(gitDir, "hookline", "commit.json");
}
