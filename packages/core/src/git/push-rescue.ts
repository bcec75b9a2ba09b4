import { type CommitId, type RefName, refName } from "../decide/brands.ts";
import type { Upstream } from "../decide/observation.ts";
import type { RemoteRescueOutcome } from "../decide/outcome.ts";
import { RESCUE_PREFIX } from "../decide/rescue.ts";
import { classify } from "./classify.ts";
import { pushOutcome } from "./push.ts";
import { PUSH_FLAGS } from "./push-flags.ts";
import type { Read } from "./refs.ts";
import type { Git } from "./run-git.ts";

/** What pushing a rescue takes. */
export interface PushRescueTools {
  readonly git: Git;
  readonly limits: { readonly deadlineMs: number; readonly signal?: AbortSignal };
}

/** What `rescueRef` makes. */
const RESCUE_NAME = /^refs\/hookline\/rescue\/[\w-]+$/;

/** How long the cheapest question to a remote may take. */
const ASK_DEADLINE_MS = 45_000;

/**
 * Makes a ref on the remote hold `upstream.tip`, which a force-push is about to replace, and reads
 * it back from there. Only `done` allows that push.
 *
 * A rescue of that very tip that is there already, from an earlier try, is as good: a push that is
 * refused again and again must not leave a ref each time. The remote has the objects, so nothing
 * but a name is sent; a partial or shallow clone can do that as well as a full one.
 */
export async function rescueRemoteTip(
  tools: PushRescueTools,
  upstream: Upstream,
  ref: RefName,
): Promise<RemoteRescueOutcome> {
  const before = await findRemoteRescue(tools, upstream, upstream.tip);
  if (before.kind === "failed") return { kind: "failed", failure: classify(before.exit) };
  if (before.value !== null) return { kind: "done", ref: before.value };
  const pushed = await pushRescue(tools, upstream, ref);
  if (pushed.kind === "failed") {
    const { kind, detail } = pushed.failure;
    const says = `the remote does not keep ${ref}, so nothing was replaced there: ${detail}`;
    return { kind: "failed", failure: { kind, detail: says } };
  }
  const after = await findRemoteRescue(tools, upstream, upstream.tip);
  if (after.kind === "failed") return { kind: "failed", failure: classify(after.exit) };
  if (after.value !== null) return { kind: "done", ref: after.value };
  if (pushed.kind === "moved") return pushed;
  const detail = `the remote took ${ref} but does not show it, so nothing was replaced there`;
  return { kind: "failed", failure: { kind: "refused", detail } };
}

/** Asks the remote for a rescue that holds a commit; `null` when it has none. */
export async function findRemoteRescue(
  { git, limits }: PushRescueTools,
  { remote }: Upstream,
  kept: CommitId,
): Promise<Read<RefName | null>> {
  const exit = await git({
    verb: "ls-remote",
    flags: ["--upload-pack=git-upload-pack"],
    operands: [remote, `${RESCUE_PREFIX}*`],
    ...limits,
    deadlineMs: ASK_DEADLINE_MS,
  });
  if (exit.kind !== "exited" || exit.exitCode !== 0) return { kind: "failed", exit };
  // The pattern also matches below other folders, and what a server names is not ours to trust.
  const name = exit.stdout
    .split("\n")
    .map((line) => line.split("\t"))
    .find(([commit, ref]) => commit === kept && RESCUE_NAME.test(ref ?? ""))?.[1];
  return { kind: "read", value: name === undefined ? null : refName(name) };
}

async function pushRescue(
  { git, limits }: PushRescueTools,
  { remote, tip }: Upstream,
  ref: RefName,
) {
  const exit = await git({
    verb: "push",
    flags: [...PUSH_FLAGS, `--force-with-lease=${ref}:`],
    operands: [remote, `${tip}:${ref}`],
    cause: "rescue the remote's commits",
    ...limits,
  });
  return pushOutcome(exit);
}
