import type { AbsolutePath, CommitId } from "../decide/brands.ts";
import { TASK_REFLOG_ACTION } from "../decide/head-movement.ts";

/** Why a command of the user runs. */
export type CommandOccasion = "tick" | "after-pull" | "task";

/** What a command is told about its run. */
export interface CommandContext {
  readonly repository: AbsolutePath;
  readonly occasion: CommandOccasion;
  /** Where the branch stood before and after it took commits; for `after-pull` only. */
  readonly took?: { readonly from: CommitId; readonly to: CommitId };
  /** For `task` only: its name, and the file below the top of the work tree; `null` where that is no text. */
  readonly task?: { readonly name: string; readonly file: string | null; readonly commit: string };
}

/**
 * The variables of git that a command may inherit: who commits, and how ssh is run. Every other
 * `GIT_*` could point its git at another repository, index or configuration than the one it
 * stands in, or is a secret of the agent's own.
 */
const KEPT_OF_GIT = /^GIT_(?:AUTHOR_|COMMITTER_|SSH)/;

/** What a command is told by us: an agent that was itself started by one must not hand its own on. */
const OURS = /^HOOKLINE_(?:REPOSITORY|OCCASION|FROM|TO|TASK|FILE|COMMIT)$/;

/** Builds the environment of a user's command from the agent's. */
export function commandEnvironment(
  inherited: NodeJS.ProcessEnv,
  { repository, occasion, took, task }: CommandContext,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(inherited)) {
    if (value === undefined || (name.startsWith("GIT_") && !KEPT_OF_GIT.test(name))) continue;
    if (!OURS.test(name)) env[name] = value;
  }
  return {
    ...env,
    // Nobody is there to answer.
    GIT_TERMINAL_PROMPT: "0",
    HOOKLINE_REPOSITORY: repository,
    HOOKLINE_OCCASION: occasion,
    ...(took === undefined ? {} : { HOOKLINE_FROM: took.from, HOOKLINE_TO: took.to }),
    ...(task === undefined
      ? {}
      : {
          // Becomes the message of a commit in the reflog, by which it is known for a task's own.
          GIT_REFLOG_ACTION: TASK_REFLOG_ACTION,
          HOOKLINE_TASK: task.name,
          ...(task.file === null ? {} : { HOOKLINE_FILE: task.file }),
          HOOKLINE_COMMIT: task.commit,
        }),
  };
}
