import { askGit, read } from "../git/ask-git.ts";
import { toText } from "../git/path-bytes.ts";
import { GONE } from "../git/tree-entry.ts";
import type { Reading } from "../sync/port.ts";
import type { Rescue } from "./rescue.ts";
import type { RescueTools } from "./rescue-tools.ts";
import { uncommittedFiles } from "./uncommitted-files.ts";

/** A commit that a rescue keeps. */
export interface KeptCommit {
  readonly commit: string;
  readonly subject: string;
}

/** What a rescue keeps. */
export interface RescueContents {
  /** The commits that were replaced, the newest first; the first {@link MOST_COMMITS} of them. */
  readonly commits: readonly KeptCommit[];
  /** Files that were not committed, as they stood. */
  readonly files: readonly { readonly path: string; readonly change: "written" | "deleted" }[];
  /** How many of its commits are on no branch, tag or remote: gone without the rescue. */
  readonly onlyHere: number;
}

/** A person reads the newest; `git log` has the rest. */
const MOST_COMMITS = 20;

/** The second `--not` takes back the first, for what follows (git-rev-list(1)). */
const ON_NO_BRANCH = ["--not", "--branches", "--tags", "--remotes", "--not"];

/** Tells what a rescue that is here keeps. */
export async function showRescue(
  tools: RescueTools,
  rescue: Rescue,
): Promise<Reading<RescueContents>> {
  const { facts } = rescue;
  const shape = ["--no-commit-header", "--format=%H %s", `--max-count=${MOST_COMMITS}`];
  const [listed, count, files] = await Promise.all([
    askGit(tools, {
      verb: "rev-list",
      // A remote's tip does not say what took its place; what is on no branch is what it keeps.
      flags: facts === null ? [...shape, ...ON_NO_BRANCH] : shape,
      operands: [facts === null ? rescue.commit : `${facts.theirs}..${facts.head}`],
    }),
    countOnlyHere(tools, rescue),
    uncommittedFiles(tools, rescue),
  ]);
  if (listed.kind === "failed") return listed;
  if (count.kind === "failed") return count;
  if (files.kind === "failed") return files;
  const lines = listed.value.split("\n").filter((line) => line !== "");
  return read({
    commits: lines.map((line) => {
      const [commit = "", ...subject] = line.split(" ");
      return { commit, subject: subject.join(" ") };
    }),
    files: files.value.map(({ path, mode }) => ({
      path: toText(path),
      change: mode === GONE ? "deleted" : "written",
    })),
    onlyHere: count.value,
  });
}

/** Counts the commits of a rescue that no branch, tag or remote-tracking ref reaches. */
export async function countOnlyHere(
  tools: RescueTools,
  { facts, commit }: Rescue,
): Promise<Reading<number>> {
  const counted = await askGit(tools, {
    verb: "rev-list",
    flags: ["--count", ...ON_NO_BRANCH],
    operands: [facts?.head ?? commit],
  });
  return counted.kind === "failed" ? counted : read(Number(counted.value));
}

/** Gives the uncommitted files of a rescue as a patch, piece by piece, against the HEAD of that time. */
export async function showPatch(
  tools: RescueTools,
  { facts, commit }: Rescue,
  onPatch: (chunk: Buffer) => void,
): Promise<Reading<string>> {
  return askGit(tools, {
    verb: "diff-tree",
    flags: ["-p", "--no-ext-diff", "--no-textconv"],
    operands: facts === null ? [commit] : [facts.head, commit],
    onStdout: onPatch,
  });
}
