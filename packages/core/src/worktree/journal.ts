import { readFile } from "node:fs/promises";
import { z } from "zod";
import { type CommitId, commitId, type RefName, refName } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import type { ObjectFormat } from "../git/blob-id.ts";
import { fromGit, type PathBytes } from "../git/path-bytes.ts";
import { writePrivateFile } from "../write-private-file.ts";
import type { MoveFolder } from "./move-folder.ts";
import type { IndexMark } from "./private-index.ts";

/** What a move does to one path. Its number in the list names what is set aside. */
export interface JournalEntry {
  readonly path: PathBytes;
  /** The id of the bytes that stood there; they are in `from` or in a rescue. `null` for none. */
  readonly expected: string | null;
  /** The id of the bytes that will stand there; `null` for none. */
  readonly written: string | null;
  /** What the new commit has there. */
  readonly blob: string | null;
}

/** A folder that a move makes or takes away. */
export interface JournalFolders {
  /** Folders that were missing, outermost first. */
  readonly made: readonly PathBytes[];
  /** Empty folders of submodules that leave. */
  readonly dropped: readonly PathBytes[];
}

/** All that it takes to finish a move, or to take it back, after its process is gone. */
export interface Journal {
  readonly branch: RefName;
  readonly from: CommitId;
  readonly to: CommitId;
  /** The index before the move. */
  readonly index: IndexMark;
  readonly entries: readonly JournalEntry[];
  readonly folders: JournalFolders;
}

const blob = z.string().nullable();
const path = z.string().transform(fromGit);
const schema: z.ZodType<Journal> = z.strictObject({
  branch: z.string().transform(refName),
  from: z.string().transform(commitId),
  to: z.string().transform(commitId),
  index: z.string(),
  entries: z.array(z.strictObject({ path, expected: blob, written: blob, blob })),
  folders: z.strictObject({ made: z.array(path), dropped: z.array(path) }),
});

/** Puts a journal on the disk, for good. No file of the user's may be touched before that. */
export function writeJournal(folder: MoveFolder, journal: Journal): void {
  writePrivateFile(folder.journal, JSON.stringify(journal));
}

/**
 * Reads the journal of a move that is not over; `null` where there is none.
 *
 * One that makes no sense counts as none: it was written whole, so the disk or a person did that, and
 * nothing in it can be trusted. What was set aside is then kept.
 */
export async function readJournal(folder: MoveFolder): Promise<Journal | null> {
  let text: string;
  try {
    text = await readFile(folder.journal, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
  const parsed = z.string().transform(parseJson).pipe(schema).safeParse(text);
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue(String(error));
    return z.NEVER;
  }
}

/** Tells how the repository of a journal names its objects. */
export function formatOf({ to }: Pick<Journal, "to">): ObjectFormat {
  return to.length === 64 ? "sha256" : "sha1";
}
