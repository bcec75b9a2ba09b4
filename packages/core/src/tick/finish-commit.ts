import type { GitFailure } from "../decide/git-failure.ts";
import { afterPlan, entriesToFollow } from "../decide/tick-commit.ts";
import { askGit, askGitBytes, failed, read } from "../git/ask-git.ts";
import type { PathBytes } from "../git/path-bytes.ts";
import { type Difference, indexInfo, parseDifferences } from "../git/tree-entry.ts";
import type { RescueTools } from "../rescue/rescue-tools.ts";
import type { Effect, Reading } from "../sync/port.ts";
import type { CommitTools } from "./commit-tools.ts";
import { forgetCommit, type NotedCommit, readNotedCommit } from "./noted-commit.ts";

/** How often, and for how long each time, somebody else's hold on the index is waited for. */
const TRIES = 10;
const BETWEEN_MS = 200;

/**
 * Brings the user's index in step with a commit of ours, for the files of that commit only.
 *
 * The same work after a commit and after a crash; where nothing was noted, there is nothing to do.
 */
export async function finishCommit(tools: CommitTools): Promise<Effect> {
  const noted = await readNotedCommit(tools.place);
  if (noted === null) return DONE;
  const head = await readBranch(tools);
  if (head.kind === "failed") return head;
  switch (afterPlan(noted, head.value)) {
    case "wait":
      return DONE;
    case "forget":
      await forgetCommit(tools.place);
      return DONE;
    case "finish":
      break;
  }
  const followed = await patiently(tools, () => follow(tools, noted));
  if (followed.kind === "failed") return followed;
  await forgetCommit(tools.place);
  return DONE;
}

const DONE = { kind: "done" } as const;

/** Reads the branch that is checked out, `null` where HEAD is detached, and its commit. */
export async function readBranch(
  tools: RescueTools,
): Promise<Reading<{ readonly branch: string | null; readonly commit: string }>> {
  const exit = await tools.git({ verb: "symbolic-ref", flags: ["-q", "HEAD"] });
  const commit = await askGit(tools, { verb: "rev-parse", flags: ["--verify", "--quiet", "HEAD"] });
  if (commit.kind === "failed") return commit;
  const isBranch = exit.kind === "exited" && exit.exitCode === 0;
  return read({ branch: isBranch ? exit.stdout.trimEnd() : null, commit: commit.value });
}

async function follow(tools: RescueTools, noted: NotedCommit): Promise<Effect> {
  const committed = await differences(tools, {
    verb: "diff-tree",
    flags: ["-r", "-z", "--no-renames"],
    operands: [noted.old, noted.new],
  });
  if (committed.kind === "failed") return committed;
  const differing = await differences(tools, {
    verb: "diff-index",
    flags: ["--cached", "--raw", "-z"],
    operands: [noted.old],
  });
  if (differing.kind === "failed") return differing;
  const entries = entriesToFollow<PathBytes>(
    committed.value,
    differing.value,
    new Map(noted.staged),
  );
  if (entries.length === 0) return DONE;
  const isGone = ({ mode }: { readonly mode: string }): boolean => mode === NOTHING;
  const info = indexInfo(
    entries.filter((entry) => !isGone(entry)),
    entries.filter(isGone).map(({ path }) => path),
    "0".repeat(noted.old.length),
  );
  const set = await askGit(tools, { verb: "update-index", flags: ["--index-info"], stdin: info });
  if (set.kind === "failed") return set;
  // Entries set by hand have no time stamps: until git has looked again, scripts that ask
  // `diff-files` would take them for changed. Its exit code says that some files differ.
  await tools.git({ verb: "update-index", flags: ["-q", "--refresh"], ...tools.limits });
  return DONE;
}

const NOTHING = "000000";

async function differences(
  tools: RescueTools,
  command: Parameters<typeof askGitBytes>[1],
): Promise<Reading<readonly Difference[]>> {
  const answer = await askGitBytes(tools, command);
  return answer.kind === "failed" ? answer : read(parseDifferences(answer.value));
}

/** Tries again for a while when somebody holds what we need. */
export async function patiently<Outcome extends { readonly kind: string }>(
  { clock, limits }: CommitTools,
  attempt: () => Promise<Outcome | { readonly kind: "failed"; readonly failure: GitFailure }>,
): Promise<Outcome | { readonly kind: "failed"; readonly failure: GitFailure }> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await attempt();
    const isLocked = "failure" in outcome && outcome.failure.kind === "locked";
    if (!isLocked || tries === TRIES) return outcome;
    try {
      await clock.sleep(BETWEEN_MS, limits.signal);
    } catch {
      return failed("stopped", "stopped");
    }
  }
}
