import { remoteName } from "../decide/brands.ts";
import { askGit, failed, read } from "../git/ask-git.ts";
import { classify } from "../git/classify.ts";
import { fetchObjects } from "../git/fetch.ts";
import { pushOutcome } from "../git/push.ts";
import { PUSH_FLAGS } from "../git/push-flags.ts";
import type { Effect, Reading } from "../sync/port.ts";
import type { Rescue } from "./rescue.ts";
import type { RescueTools } from "./rescue-tools.ts";

/**
 * Brings in what a remote's rescue holds, and moves no ref: it is then here for as long as git
 * keeps what nothing names, so give it a name.
 */
export async function fetchRescue(
  tools: RescueTools,
  { ref, commit, remote, name }: Rescue,
): Promise<Effect> {
  if (remote === null) return { kind: "done" };
  const from = { remote: remoteName(remote), remoteRef: ref };
  const exit = await fetchObjects(tools.git, from, tools.limits);
  if (exit.kind !== "exited" || exit.exitCode !== 0) {
    return { kind: "failed", failure: classify(exit) };
  }
  const there = await askGit(tools, {
    verb: "rev-parse",
    flags: ["--verify", "--quiet"],
    operands: [`${commit}^{commit}`],
  });
  return there.kind === "read"
    ? { kind: "done" }
    : failed("moved", `${name} on ${remote} does not hold ${commit} any more`);
}

/** Removes a remote's rescue, if it still holds what was shown. */
export async function dropRemoteRescue(
  { git, limits }: RescueTools,
  { ref, commit, remote, name }: Rescue & { readonly remote: string },
): Promise<Effect> {
  const exit = await git({
    verb: "push",
    flags: [...PUSH_FLAGS, `--force-with-lease=${ref}:${commit}`],
    operands: [remote, `:${ref}`],
    cause: "rescue drop",
    ...limits,
  });
  const outcome = pushOutcome(exit);
  if (outcome.kind === "done") return outcome;
  if (outcome.kind === "moved") return failed("moved", `${name} on ${remote}: ${outcome.detail}`);
  return outcome;
}

/** Names the remotes of a repository. */
export async function listRemotes(tools: RescueTools): Promise<Reading<readonly string[]>> {
  const exit = await tools.git({ verb: "config", flags: ["--list", "-z"] });
  if (exit.kind !== "exited" || exit.exitCode !== 0) {
    return { kind: "failed", failure: classify(exit) };
  }
  const names = exit.stdout
    .split("\0")
    .flatMap((entry) => /^remote\.(.+)\.url\n/s.exec(entry)?.[1] ?? []);
  return read([...new Set(names)]);
}
