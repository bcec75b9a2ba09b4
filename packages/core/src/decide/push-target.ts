import type { RefName, RemoteName } from "./brands.ts";
import { pushesElsewhere, type RemoteUrls } from "./remote-urls.ts";

/** Where `git push` would send a branch, as far as it concerns us. */
export interface PushConfig {
  /** `branch.<name>.pushRemote`, else `remote.pushDefault`. */
  readonly pushRemote: string | undefined;
  /** `push.default`. */
  readonly pushDefault: string | undefined;
  /** Whether `remote.<name>.push` maps refs by hand. */
  readonly hasPushRefspec: boolean;
  /** Where the upstream's remote is asked, and where a push to it goes. */
  readonly urls: RemoteUrls;
}

/**
 * Tells whether a plain `git push` would send this branch to the branch that it follows.
 *
 * `git switch -c topic origin/main` makes `topic` follow `main`: nobody who does that wants
 * the commits of `topic` on `main`, and git's own `push.default = simple` refuses it. A
 * branch that pushes to a fork is the other case, by another remote or by a `pushurl`.
 */
export function pushesToUpstream(
  branch: RefName,
  upstream: { readonly remote: RemoteName; readonly remoteRef: RefName },
  config: PushConfig,
): boolean {
  if (config.hasPushRefspec || pushesElsewhere(config.urls)) return false;
  if (config.pushRemote !== undefined && config.pushRemote !== upstream.remote) return false;
  if (config.pushDefault === "nothing") return false;
  return (
    branch === upstream.remoteRef ||
    config.pushDefault === "upstream" ||
    config.pushDefault === "tracking"
  );
}
