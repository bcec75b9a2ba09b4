import { execFileSync } from "node:child_process";
import { isRescue, type SeenWorld } from "./read-world.ts";
import type { PreparedWorld } from "./world.ts";

/**
 * Says how a world ended, in words that are the same whenever it happens: commits that we made are
 * named by their tree and parents, because their id depends on the time.
 */
export function endState(
  world: Pick<PreparedWorld, "here" | "remote" | "env">,
  before: SeenWorld,
  after: SeenWorld,
) {
  const known = new Set([...before.here.objects, ...before.remote.objects]);
  return {
    head: after.head,
    index: sorted(after.index),
    files: sorted(after.files).filter(isNoTakenName).map(withoutNumber),
    here: refsOf(world.here, world.env, after.here.refs, known),
    remote: refsOf(world.remote, world.env, after.remote.refs, known),
  };
}

function refsOf(
  cwd: string,
  env: NodeJS.ProcessEnv,
  refs: ReadonlyMap<string, string>,
  known: ReadonlySet<string>,
): string[] {
  const nameOf = (commit: string): string => {
    if (known.has(commit)) return commit;
    const format = ["show", "--no-patch", "--format=%T %P", commit];
    const [tree = "", ...parents] = execFileSync("git", format, { cwd, env, encoding: "utf8" })
      .trim()
      .split(" ");
    return `new ${tree} (${parents.map(nameOf).join(", ")})`;
  };
  return [...refs]
    .map(([ref, commit]) => `${isRescue(ref) ? withoutTime(ref) : ref} ${nameOf(commit)}`)
    .toSorted();
}

const EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";

/**
 * A file that gives way to a rescued one gets a name that is taken first, by an empty file. Killed in
 * between, the next try finds that name taken and uses another: nothing may replace even an empty file.
 */
function isNoTakenName([path, id]: [string, string]): boolean {
  return id !== EMPTY || !path.includes(".before-restore");
}

function withoutNumber([path, id]: [string, string]): [string, string] {
  return [path.replace(/\.before-restore-\d+$/, ".before-restore"), id];
}

/** A rescue's name begins with when it was made. */
function withoutTime(ref: string): string {
  return ref.replace(/\d{8}T\d{6}Z-/, "");
}

function sorted(map: ReadonlyMap<string, string>): [string, string][] {
  return [...map].toSorted(([one], [other]) => (one < other ? -1 : 1));
}
