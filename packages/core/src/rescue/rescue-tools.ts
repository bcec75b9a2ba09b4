import type { RepositoryPlace } from "../git/locate.ts";
import type { Git } from "../git/run-git.ts";

/** What making, reading and giving back rescues takes. */
export interface RescueTools {
  /** git in the top folder of the work tree, with the repository's own programs switched off. */
  readonly git: Git;
  readonly place: RepositoryPlace;
  readonly limits: { readonly deadlineMs: number; readonly signal?: AbortSignal };
}
