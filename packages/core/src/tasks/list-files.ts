import { type CommitId, commitId } from "../decide/brands.ts";
import type { Reading } from "../decide/outcome.ts";
import type { ChangedFile } from "../decide/plan-tasks.ts";
import { InputError } from "../errors.ts";
import { askGit, type LimitedGit, read } from "../git/ask-git.ts";
import type { PathBytes } from "../git/path-bytes.ts";
import { parseTree } from "../git/tree-entry.ts";
import { type ChangeTools, changedFiles, isRegular } from "./changed-files.ts";
import { parseAsItComes } from "./parse-as-it-comes.ts";
import { readHeadCommit } from "./read-movements.ts";

type FilesRead = Reading<readonly ChangedFile<PathBytes>[]>;

/** Lists every file of HEAD, with its committed content; none before the first commit. */
export async function listFiles(tools: LimitedGit): Promise<FilesRead> {
  const head = await readHeadCommit(tools);
  if (head.kind === "failed") return head;
  const commit = head.value;
  if (commit === null) return read([]);
  const files: ChangedFile<PathBytes>[] = [];
  const listed = await askGit(tools, {
    verb: "ls-tree",
    flags: ["-r", "-z", "--full-tree"],
    operands: [commit],
    onStdout: parseAsItComes(1, (records) => {
      for (const { path, mode, id } of parseTree(records)) {
        if (isRegular(mode)) files.push({ path, contents: [{ blob: id, commit, on: "commit" }] });
      }
    }),
  });
  return listed.kind === "failed" ? listed : read(files);
}

/**
 * Lists the files that HEAD has otherwise than `since`, or that only HEAD has, with their committed
 * content.
 *
 * @param since any name of a commit that git understands, as a person typed it
 * @throws InputError when it names no commit
 */
export async function listChangedSince(tools: ChangeTools, since: string): Promise<FilesRead> {
  // Asked first: where git cannot read the repository at all, that is what went wrong.
  const head = await readHeadCommit(tools);
  if (head.kind === "failed") return head;
  const old = await findCommit(tools, since);
  if (old === null || head.value === null) {
    throw new InputError(`${JSON.stringify(since)} names no commit of this repository`, {
      code: "unknown-revision",
      hint: "Name a commit, a branch or a tag: `git log --oneline` lists commits.",
    });
  }
  return changedFiles(tools, [{ old, new: head.value, on: "commit" }]);
}

/**
 * Finds the commit that a name stands for, in two steps: what is written behind `:/words`, or behind a
 * `@{` that is not closed, would be a part of it.
 */
async function findCommit(tools: LimitedGit, name: string): Promise<CommitId | null> {
  // No name holds a NUL, and no argument can.
  if (name.includes("\0")) return null;
  const object = await resolve(tools, name);
  // `^name` is a name too, of everything else.
  if (object === null || !/^[0-9a-f]+$/.test(object)) return null;
  const commit = await resolve(tools, `${object}^{commit}`);
  return commit === null ? null : commitId(commit);
}

async function resolve(tools: LimitedGit, name: string): Promise<string | null> {
  const flags = ["--verify", "--quiet"];
  const answer = await askGit(tools, { verb: "rev-parse", flags, operands: [name] });
  return answer.kind === "read" ? answer.value : null;
}
