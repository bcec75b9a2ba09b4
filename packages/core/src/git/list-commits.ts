import { type CommitId, commitId } from "../decide/brands.ts";
import type { CommitLine } from "../decide/preview.ts";
import type { Read } from "./refs.ts";
import type { Git } from "./run-git.ts";

/** Commits named in one list; a person needs a few, not ten thousand. */
const MOST_COMMITS = 20;

/** Lists the newest commits of `newer` that `older` lacks. */
export async function listCommits(
  git: Git,
  older: CommitId,
  newer: CommitId,
): Promise<Read<readonly CommitLine[]>> {
  const exit = await git({
    verb: "rev-list",
    flags: ["--no-commit-header", "--format=%H %s", `--max-count=${MOST_COMMITS}`],
    operands: [`${older}..${newer}`],
  });
  if (exit.kind !== "exited" || exit.exitCode !== 0) return { kind: "failed", exit };
  const lines = exit.stdout.split("\n").filter((line) => line !== "");
  return { kind: "read", value: lines.map(parseCommitLine) };
}

function parseCommitLine(line: string): CommitLine {
  const [id = "", ...subject] = line.split(" ");
  return { commit: commitId(id), subject: subject.join(" ") };
}
