import { hostname } from "node:os";
import { isMassDeletion } from "../decide/auto-commit.ts";
import { type CommitId, commitId, refName } from "../decide/brands.ts";
import { commitMessage } from "../decide/commit-message.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import type { HoldReason } from "../decide/hold.ts";
import { type ChangedFile, chooseFiles, leftOutInWords } from "../decide/tick-files.ts";
import { askGit, failed, fileFailure } from "../git/ask-git.ts";
import { type PathBytes, toText } from "../git/path-bytes.ts";
import { syncLatelyWritten } from "../git/sync-lately-written.ts";
import { syncRef } from "../git/sync-ref.ts";
import { recorded } from "../sync/recorded.ts";
import { type BuiltTree, buildTree } from "./build-tree.ts";
import { commitInProgress } from "./commit-in-progress.ts";
import type { CommitTools } from "./commit-tools.ts";
import { findChanges } from "./find-changes.ts";
import { finishCommit, patiently, readBranch } from "./finish-commit.ts";
import { noteCommit } from "./noted-commit.ts";
import { syncChanged } from "./sync-changed.ts";
import { usablePaths } from "./usable-paths.ts";

/** What to commit, and how. */
export interface CommitRequest {
  /** Files and folders of the work tree, taken literally; `.` is all of it. */
  readonly paths: readonly string[];
  /** A template; see `commitMessage`. */
  readonly message: string;
  readonly maxFileBytes: number;
  /** Hold rather than commit that most of the files are gone. */
  readonly guardDeletions: boolean;
  /** For the reflog: `hookline: <cause>`. */
  readonly cause: "tick" | "auto-commit";
}

/** What came of it. `warnings` say in sentences what was left out. */
export type CommitOutcome =
  | {
      readonly kind: "committed";
      readonly commit: CommitId;
      readonly files: number;
      readonly warnings: readonly string[];
    }
  | { readonly kind: "nothing"; readonly warnings: readonly string[] }
  | { readonly kind: "held"; readonly why: HoldReason }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/**
 * Commits what changed at these paths to the branch that is checked out, and nothing else.
 *
 * What is staged elsewhere stays staged and out of the commit. The branch moves only if it is where
 * it was when we began, and not while somebody prepares a commit: theirs would fail. Hooks do not
 * run, nothing is signed. A crash at any point leaves a state from which the next call goes on.
 *
 * The caller holds the repository's lock, and has made sure that no operation is unfinished.
 */
export async function commitPaths(
  tools: CommitTools,
  request: CommitRequest,
): Promise<CommitOutcome> {
  try {
    return await commitWhatChanged(tools, request);
  } catch (error) {
    return fileFailure(error);
  }
}

async function commitWhatChanged(
  tools: CommitTools,
  request: CommitRequest,
): Promise<CommitOutcome> {
  const finished = await finishCommit(tools);
  if (finished.kind === "failed") return finished;
  const { paths, refused } = await usablePaths(tools.place.root, request.paths);
  const outside = refused.map(
    (path) => `Not committed: ${JSON.stringify(path)} is no path of this work tree.`,
  );
  if (paths.length === 0) return { kind: "nothing", warnings: outside };
  const head = await readBranch(tools);
  if (head.kind === "failed") return head;
  const { branch } = head.value;
  if (branch === null) return { kind: "held", why: "detached" };
  const base = commitId(head.value.commit);

  const found = await findChanges(tools, paths);
  if (found.kind === "failed") return found;
  const { files, leftOut } = chooseFiles(found.value, request);
  const named = leftOut.map(({ path, why }) => ({ path: toText(path), why }));
  const warnings = [...outside, ...leftOutInWords(named)];
  if (files.length === 0) return { kind: "nothing", warnings };

  const built = await buildTree(tools, base, files);
  if (built.kind === "failed") return built;
  const { changed, tracked } = built.value;
  if (changed.length === 0) return { kind: "nothing", warnings };
  const deleted = changed.filter(({ mode }) => mode === "000000").length;
  if (request.guardDeletions && isMassDeletion({ tracked, deleted })) {
    return { kind: "held", why: "mass-deletion" };
  }
  await syncChanged(tools.place, changed);
  const written = await writeCommit(tools, request, { branch, base, built: built.value });
  if (written.kind === "failed") return written;
  const commit = commitId(written.value);
  const moved = await moveBranch(tools, { branch, base, commit, files, cause: request.cause });
  if (moved.kind === "failed") return moved;
  // The commit is made. An index that cannot follow now follows before the next look.
  await finishCommit(tools);
  return { kind: "committed", commit, files: changed.length, warnings };
}

interface Draft {
  readonly branch: string;
  readonly base: CommitId;
  readonly built: BuiltTree;
}

function writeCommit(tools: CommitTools, request: CommitRequest, { branch, base, built }: Draft) {
  const message = commitMessage(request.message, {
    iso: new Date(tools.clock.now()).toISOString(),
    count: built.changed.length,
    host: hostname(),
    branch: branch.replace(/^refs\/heads\//, ""),
  });
  return askGit(tools, {
    verb: "commit-tree",
    flags: [`-p${base}`],
    operands: [built.tree],
    stdin: message,
    identity: "user",
  });
}

interface BranchMove {
  readonly branch: string;
  readonly base: CommitId;
  readonly commit: CommitId;
  readonly files: readonly ChangedFile<PathBytes>[];
  readonly cause: CommitRequest["cause"];
}

/** Moves the branch to our commit, if it still is where it was. */
async function moveBranch(tools: CommitTools, move: BranchMove) {
  const { place, operations, log } = tools;
  const { branch, base, commit, files, cause } = move;
  const busy = await patiently(tools, async () =>
    (await commitInProgress(tools))
      ? failed("locked", "somebody is about to commit in this work tree")
      : ({ kind: "done" } as const),
  );
  if (busy.kind === "failed") return busy;
  const staged = files.flatMap(({ path, staged: held }) =>
    held === null ? [] : [[path, held] as [string, string]],
  );
  // Files that somebody has staged are in git already, and not yet on the disk.
  await syncLatelyWritten(place);
  await noteCommit(place, { branch, old: base, new: commit, staged });
  const ref = refName(branch);
  // The note stays where the move fails: the next look sees whether it did.
  return recorded(
    { repository: place.root, operations, log },
    { ref, old: base, new: commit, cause },
    async () => {
      const updated = await askGit(tools, {
        verb: "update-ref",
        flags: [`-mhookline: ${cause}`],
        operands: [ref, commit, base],
        identity: "user",
      });
      if (updated.kind === "failed") return updated;
      await syncRef(place, ref);
      return { kind: "done" } as const;
    },
  );
}
