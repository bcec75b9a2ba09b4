import { commitId } from "../decide/brands.ts";
import type { RemoteTip, UpstreamBranch } from "../decide/observation.ts";
import type { Read } from "./refs.ts";
import type { Git } from "./run-git.ts";

/** How long the cheapest question to a remote may take. */
const ASK_DEADLINE_MS = 45_000;

/** Asks the remote where the upstream branch stands. Changes nothing and fetches no object. */
export async function askRemote(
  git: Git,
  upstream: UpstreamBranch,
  limits: { readonly deadlineMs: number; readonly signal: AbortSignal },
): Promise<Read<RemoteTip>> {
  const exit = await git({
    verb: "ls-remote",
    flags: ["--upload-pack=git-upload-pack"],
    operands: [upstream.remote, upstream.remoteRef],
    deadlineMs: Math.min(ASK_DEADLINE_MS, limits.deadlineMs),
    signal: limits.signal,
  });
  if (exit.kind !== "exited" || exit.exitCode !== 0) return { kind: "failed", exit };
  return { kind: "read", value: parseRemoteTip(exit.stdout, upstream.remoteRef) };
}

/** Parses `git ls-remote`: one `<commit> TAB <ref>` a line. A pattern may match more than our ref. */
export function parseRemoteTip(output: string, ref: string): RemoteTip {
  for (const line of output.split("\n")) {
    const [commit, name] = line.split("\t");
    if (commit && name === ref) return { kind: "at", commit: commitId(commit) };
  }
  return { kind: "absent" };
}
