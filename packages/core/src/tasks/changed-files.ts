import type { CommitId } from "../decide/brands.ts";
import type { Reading } from "../decide/outcome.ts";
import { type ChangedFile, withContent } from "../decide/plan-tasks.ts";
import { isNothing } from "../decide/reflog-entry.ts";
import { askGit, type LimitedGit, read } from "../git/ask-git.ts";
import type { PathBytes } from "../git/path-bytes.ts";
import { parseDifferences } from "../git/tree-entry.ts";
import type { Log } from "../log/events.ts";
import { parseAsItComes } from "./parse-as-it-comes.ts";
import type { Movement } from "./read-movements.ts";

/** What reading the changes of a repository takes. */
export interface ChangeTools extends LimitedGit {
  readonly repository: string;
  readonly log: Log;
}

type Files = Map<PathBytes, ChangedFile<PathBytes>>;

/** Up to so many movements cost a git process each; more are read as few, from end to end. */
const MOST_PROCESSES = 64;

/** git knows the empty tree without having it (object-file.c, `find_cached_object`). */
const EMPTY_TREES: Readonly<Record<number, string>> = {
  40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
};

/**
 * Lists the files that movements added or changed, each with its newest content; a file that a later
 * movement removed, or made a link of, is not among them.
 *
 * What is listed are files alone: a symbolic link has no content of its own, a submodule is another
 * repository. A movement whose commits are gone (pruned since) is left out, with an event.
 */
export async function changedFiles(
  tools: ChangeTools,
  movements: readonly Movement[],
): Promise<Reading<readonly ChangedFile<PathBytes>[]>> {
  const files: Files = new Map();
  for (const row of rowsOf(movements)) {
    const added = await addRow(tools, row, files);
    if (added.kind === "failed") return added;
  }
  return read([...files.values()]);
}

type Row = readonly [Movement, ...Movement[]];

/** Groups movements that follow on each other and came in the same way, where there are many. */
function rowsOf(movements: readonly Movement[]): readonly Row[] {
  if (movements.length <= MOST_PROCESSES) return movements.map((movement) => [movement]);
  const rows: [Movement, ...Movement[]][] = [];
  for (const movement of movements) {
    const last = rows.at(-1)?.at(-1);
    if (last?.new === movement.old && last.on === movement.on) rows.at(-1)?.push(movement);
    else rows.push([movement]);
  }
  return rows;
}

/** Adds what a row of movements changed, from end to end; each alone where an end is gone. */
async function addRow(
  tools: ChangeTools,
  row: Row,
  files: Files,
): Promise<Reading<"added" | "gone">> {
  const whole = { ...(row.at(-1) ?? row[0]), old: row[0].old };
  const added = await addChanges(tools, whole, files);
  if (added.kind === "failed" || added.value === "added") return added;
  if (row.length > 1) {
    for (const movement of row) {
      const alone = await addRow(tools, [movement], files);
      if (alone.kind === "failed") return alone;
    }
    return read("added");
  }
  tools.log("task.commit-gone", {
    repository: tools.repository,
    old: whole.old,
    new: whole.new,
  });
  return added;
}

/**
 * Adds what one movement changed.
 *
 * What a pull brought is what the other side did since both were one: a pull that rebases begins at the
 * other side's tip, where the commits made here are missing and their files look changed back.
 */
async function addChanges(
  tools: ChangeTools,
  movement: Movement,
  files: Files,
): Promise<Reading<"added" | "gone">> {
  const { old, new: next, on } = movement;
  const before = isNothing(old) ? (EMPTY_TREES[old.length] ?? old) : old;
  const add = (differences: string): void => addDifferences(files, differences, movement);
  if (on === "pull" && before === old) {
    // git refuses where there is no such base, or more than one, before it says anything.
    const brought = await diff(tools, [old, next], ["--merge-base"], add);
    if (brought.kind === "read") return read("added");
  }
  const changed = await diff(tools, [before, next], [], add);
  if (changed.kind === "read") return read("added");
  return (await isGone(tools, old)) || (await isGone(tools, next)) ? read("gone") : changed;
}

/** Tells what differs between two trees, while git says it: 100,000 files at once would hold others up. */
function diff(
  tools: LimitedGit,
  operands: readonly [string, string],
  flags: readonly string[],
  take: (differences: string) => void,
): Promise<Reading<string>> {
  return askGit(tools, {
    verb: "diff-tree",
    flags: ["-r", "--raw", "-z", "--no-renames", ...flags],
    operands,
    onStdout: parseAsItComes(2, take),
  });
}

function addDifferences(files: Files, differences: string, { new: commit, on }: Movement): void {
  for (const { path, mode, id } of parseDifferences(differences)) {
    const contents = files.get(path)?.contents ?? [];
    if (!isRegular(mode)) files.delete(path);
    else files.set(path, { path, contents: withContent(contents, { blob: id, commit, on }) });
  }
}

/** Whether a mode is that of a file with a content of its own. */
export function isRegular(mode: string): boolean {
  return mode.startsWith("100");
}

/** Whether git says that a commit is not there; a git that says nothing says nothing of that. */
async function isGone({ git, limits }: LimitedGit, commit: CommitId): Promise<boolean> {
  if (isNothing(commit)) return false;
  const exit = await git({
    ...limits,
    verb: "rev-parse",
    flags: ["--verify", "--quiet"],
    operands: [`${commit}^{tree}`],
  });
  return exit.kind === "exited" && exit.exitCode !== 0;
}
