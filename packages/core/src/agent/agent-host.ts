import type { AbsolutePath } from "../decide/brands.ts";
import type { AwaitedRepository } from "../decide/readiness.ts";
import type { HostGit } from "../git/run-git.ts";

/**
 * What the host of an agent decides by itself. Without one, the user's git config has the list of
 * repositories, and the user's own set-up reaches the remotes.
 */
export interface AgentHost {
  /** The repositories to sync; asked for again at each reload. */
  readonly repositories: () => readonly AbsolutePath[];
  /** Those that will join them once they are there. */
  readonly awaited: () => readonly AwaitedRepository[];
  readonly git: HostGit;
  /** Ends what the host itself has under way; called when the agent stops. */
  readonly close: () => Promise<void>;
}
