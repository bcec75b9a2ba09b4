import { fileFailure } from "../file-failure.ts";
import { fileBelow, toText } from "../git/path-bytes.ts";
import { syncRef } from "../git/sync-ref.ts";
import type { MoveOutcome, MoveRequest } from "../sync/port.ts";
import { clearFolder } from "./clear-folder.ts";
import { decideMove } from "./commit-point.ts";
import { foldersAbove } from "./folders.ts";
import { disturbed } from "./hold-off.ts";
import { readJournal, writeJournal } from "./journal.ts";
import { moveFolder } from "./move-folder.ts";
import { prepareAgain, refreshIndex } from "./prepare-index.ts";
import { type Prepared, prepareMove } from "./prepare-move.ts";
import { processIds } from "./processes.ts";
import { purgeAside } from "./purge-aside.ts";
import { rollBack } from "./roll-back.ts";
import { swap } from "./swap.ts";
import { syncAll } from "./sync-files.ts";
import { takenSince } from "./taken.ts";
import { locked, moved, type Trouble, type WorktreeTools } from "./tools.ts";
import { touchedEntry } from "./untouched.ts";

/** How often the index is prepared again because somebody wrote it; `git status` in a loop, say. */
const MOST_INDEXES = 5;

/**
 * Moves the checked-out branch, the index and the work tree from one commit to another.
 *
 * In this order: git writes the new files and the new index where nobody sees them; what stands in
 * the work tree is compared with what should; a journal says what is about to happen; each file is
 * renamed away and the new one takes its place; the branch and the index move together, under the
 * index's lock. Where something is found changed in between, everything is taken back. Killed at any
 * point, `mendMove` finishes or takes back, from the journal. No byte that somebody wrote is ever
 * overwritten: a file is renamed, compared, and removed only when a commit or a rescue has it.
 *
 * The caller holds the repository's lock and has mended before.
 */
export async function moveBranch(tools: WorktreeTools, request: MoveRequest): Promise<MoveOutcome> {
  try {
    const folder = await moveFolder(tools.place);
    if ((await readJournal(folder)) !== null) return locked("a move must be mended first");
    const prepared = await prepareMove(tools, folder, request);
    if (prepared.kind === "prepared") return await carryOut(tools, request, prepared);
    await clearFolder(tools, folder);
    return prepared;
  } catch (error) {
    // Whatever was begun by now has a journal, and the next look mends it.
    return { kind: "failed", failure: fileFailure(error) };
  }
}

async function carryOut(
  tools: WorktreeTools,
  request: MoveRequest,
  prepared: Prepared,
): Promise<MoveOutcome> {
  const { folder, journal } = prepared.swap;
  const others = disturbed(tools, processIds());
  if (others !== null) {
    await clearFolder(tools, folder);
    return others;
  }
  writeJournal(folder, journal);
  const trouble = (await swap(prepared.swap)) ?? (await decide(tools, request, prepared));
  if (trouble?.kind === "unknown") return trouble.trouble;
  if (trouble !== null) return takeBack(tools, prepared, trouble);
  await syncRef(tools.place, request.branch);
  await purgeAside(tools, folder, journal);
  await clearFolder(tools, folder);
  return { kind: "done" };
}

type Undecided = Trouble | { readonly kind: "unknown"; readonly trouble: Trouble };

/** Makes branch and index follow the files. */
async function decide(
  tools: WorktreeTools,
  request: MoveRequest,
  { swap: work, staged, indexRequest, mark: first }: Prepared,
): Promise<Undecided | null> {
  const refreshed = await refreshIndex(tools, work.folder.index);
  if (refreshed !== null) return refreshed;
  await syncAll(foldersOf(work));
  let mark = first;
  for (let tries = 0; tries < MOST_INDEXES; tries += 1) {
    const touched = await touchedEntry(work, staged);
    if (touched !== null) return moved(`${toText(touched.path)} was changed just now`);
    const decided = await decideMove(tools, work.folder, request, mark);
    if (decided.kind === "done") return null;
    if (decided.kind !== "other-index") return decided;
    const again = await prepareAgain(tools, work.folder, indexRequest);
    if (typeof again !== "string") return again;
    mark = again;
  }
  return moved("the index changes all the time");
}

/** Names the folders whose entries a swap has changed. */
function foldersOf({ root, journal }: Prepared["swap"]): (string | Buffer)[] {
  const paths = journal.entries.flatMap(({ path }) => foldersAbove(path));
  return [...new Set(paths)].map((path) => fileBelow(root, path));
}

async function takeBack(
  tools: WorktreeTools,
  { swap: { folder, journal } }: Prepared,
  trouble: Trouble,
): Promise<MoveOutcome> {
  const taken = await takenSince(tools, journal);
  if (taken.kind === "failed") return taken;
  const failure = await rollBack({ tools, folder, journal, taken: taken.value });
  if (failure !== null) return { kind: "failed", failure };
  await clearFolder(tools, folder);
  return trouble;
}
