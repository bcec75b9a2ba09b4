import type { CommitId } from "../decide/brands.ts";
import { staysInside } from "../decide/rescue-path.ts";
import { askGitBytes, failed, read } from "../git/ask-git.ts";
import { fromGit, type PathBytes, toText } from "../git/path-bytes.ts";
import { GITLINK, records } from "../git/tree-entry.ts";
import type { Reading } from "../sync/port.ts";
import type { WorktreeTools } from "./tools.ts";

/** What a tree holds at a path. */
export interface Side {
  /** Such as `100644`, `100755`, `120000` for a link, `160000` for a submodule. */
  readonly mode: string;
  readonly id: string;
}

/** A path that two commits hold different things at. */
export interface Change {
  readonly path: PathBytes;
  readonly old: Side | null;
  readonly new: Side | null;
}

/** Whether this is a submodule, whose files are none of ours. */
export function isGitlink(side: Side | null): boolean {
  return side?.mode === GITLINK;
}

const NO_FILE = "000000";

/** Lists what differs between two commits. A renamed file is one path gone and one that is new. */
export async function listChanges(
  tools: WorktreeTools,
  from: CommitId,
  to: CommitId,
): Promise<Reading<readonly Change[]>> {
  const listed = await askGitBytes(tools, {
    verb: "diff-tree",
    flags: ["-r", "--raw", "-z", "--no-renames", "--ignore-submodules=none"],
    operands: [from, to],
  });
  if (listed.kind === "failed") return listed;
  const changes = parseChanges(listed.value);
  const strange = changes.find(({ path }) => !isPlain(toText(path)));
  if (strange) return failed("unwritable", `no work tree can hold ${toText(strange.path)}`);
  return read(changes);
}

/** `\` is a letter like any other, except on Windows (not run). */
function isPlain(path: string): boolean {
  return staysInside(process.platform === "win32" ? path : path.replaceAll("\\", "_"));
}

/** Reads git's raw diff: `:<mode> <mode> <id> <id> <letter>` NUL `<path>` NUL, again and again. */
function parseChanges(output: string): Change[] {
  const words = records(output);
  const changes: Change[] = [];
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [was = "", is = "", old = "", now = ""] = (words[at] ?? "").slice(1).split(" ");
    changes.push({
      path: fromGit(words[at + 1] ?? ""),
      old: was === NO_FILE ? null : { mode: was, id: old },
      new: is === NO_FILE ? null : { mode: is, id: now },
    });
  }
  return changes;
}
