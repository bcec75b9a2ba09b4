import type { AbsolutePath, CommitId } from "../decide/brands.ts";

/** Why a command of the user runs. */
export type CommandOccasion = "tick" | "after-pull";

/** What a command is told about its run. */
export interface CommandContext {
  readonly repository: AbsolutePath;
  readonly occasion: CommandOccasion;
  /** Where the branch stood before and after it took commits; for `after-pull` only. */
  readonly took?: { readonly from: CommitId; readonly to: CommitId };
}

/**
 * The variables of git that a command may inherit: who commits, and how ssh is run. Every other
 * `GIT_*` could point its git at another repository, index or configuration than the one it
 * stands in, or is a secret of the agent's own.
 */
const KEPT_OF_GIT = /^GIT_(?:AUTHOR_|COMMITTER_|SSH)/;

/** Builds the environment of a user's command from the agent's. */
export function commandEnvironment(
  inherited: NodeJS.ProcessEnv,
  { repository, occasion, took }: CommandContext,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(inherited)) {
    if (value === undefined || (name.startsWith("GIT_") && !KEPT_OF_GIT.test(name))) continue;
    env[name] = value;
  }
  return {
    ...env,
    // Nobody is there to answer.
    GIT_TERMINAL_PROMPT: "0",
    HOOKLINE_REPOSITORY: repository,
    HOOKLINE_OCCASION: occasion,
    ...(took === undefined ? {} : { HOOKLINE_FROM: took.from, HOOKLINE_TO: took.to }),
  };
}
