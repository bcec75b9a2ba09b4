import { commitId, refName } from "../decide/brands.ts";
import { askGit, read } from "../git/ask-git.ts";
import type { Effect, Reading } from "../sync/port.ts";
import type { Rescue } from "./rescue.ts";
import type { RescueTools } from "./rescue-tools.ts";

/**
 * Where it is noted that a person was told of a rescue: a ref of the same name, to an empty commit
 * whose date says when. It lies beside the rescue, so whoever copies the repository with all its
 * refs has both, and no database can be lost or disagree.
 */
export const TOLD_PREFIX = "refs/hookline/told/";

/** Reads when a person was first told of each rescue, in milliseconds since the epoch, by its name. */
export async function readTold(tools: RescueTools): Promise<Reading<ReadonlyMap<string, number>>> {
  const refs = await askGit(tools, {
    verb: "for-each-ref",
    flags: ["--format=%(refname) %(committerdate:unix)"],
    operands: [TOLD_PREFIX],
  });
  if (refs.kind === "failed") return refs;
  const lines = refs.value.split("\n").filter((line) => line !== "");
  return read(
    new Map(
      lines.map((line) => {
        const [ref = "", seconds] = line.split(" ");
        return [ref.slice(TOLD_PREFIX.length), Number(seconds) * 1000];
      }),
    ),
  );
}

/** Notes that a person has just been told of these rescues. The first time stands. */
export async function markTold(tools: RescueTools, rescues: readonly Rescue[]): Promise<Effect> {
  const fresh = rescues.filter(({ toldAt, remote }) => toldAt === null && remote === null);
  if (fresh.length === 0) return { kind: "done" };
  const tree = await askGit(tools, { verb: "mktree", flags: [], stdin: "" });
  if (tree.kind === "failed") return tree;
  const commit = await askGit(tools, {
    verb: "commit-tree",
    flags: [],
    operands: [tree.value],
    stdin: "A person was told of this rescue.\n",
    identity: "hookline",
  });
  if (commit.kind === "failed") return commit;
  for (const { name } of fresh) {
    const ref = refName(`${TOLD_PREFIX}${name}`);
    const none = "0".repeat(commit.value.length);
    const made = await askGit(tools, {
      verb: "update-ref",
      flags: [],
      operands: [ref, commitId(commit.value), none],
    });
    // Someone else told a person at the same moment.
    if (made.kind === "failed" && made.failure.kind !== "locked") return made;
  }
  return { kind: "done" };
}
