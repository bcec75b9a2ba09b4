import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Head } from "../decide/observation.ts";
import type { RepositoryPlace } from "./locate.ts";

/** Where a work tree says which branch it is on, or is about to come back to (branch.c). */
const NAMES_BRANCH = ["HEAD", "rebase-merge/head-name", "rebase-apply/head-name"] as const;

/**
 * Tells whether another work tree of the repository has the same branch checked out, as
 * `git worktree add --force` allows.
 *
 * A branch that moved under a work tree makes it look as if somebody had taken the new commits back,
 * and whoever commits there next does.
 */
export async function isCheckedOutElsewhere(place: RepositoryPlace, head: Head): Promise<boolean> {
  if (head.kind !== "tracking") return false;
  const folders = await otherGitDirs(place);
  const names = await Promise.all(
    folders.flatMap((folder) => NAMES_BRANCH.map((name) => readOrNothing(join(folder, name)))),
  );
  return names.some((name) => name.replace(/^ref: /, "").trimEnd() === head.branch);
}

/** Names the git folders of the other work trees (gitrepository-layout(5), `worktrees`). */
async function otherGitDirs({ commonDir, gitDir }: RepositoryPlace): Promise<string[]> {
  const linked = join(commonDir, "worktrees");
  const names = await readdir(linked).catch(() => []);
  const there = await Promise.all(names.map((name) => isThere(join(linked, name))));
  const folders = names.filter((_, at) => there[at]).map((name) => join(linked, name));
  return [commonDir, ...folders].filter((folder) => folder !== gitDir);
}

/** Whether a linked work tree is still there: one that was just deleted waits for `worktree prune`. */
async function isThere(folder: string): Promise<boolean> {
  const dotGit = (await readOrNothing(join(folder, "gitdir"))).trimEnd();
  return access(dotGit).then(
    () => true,
    () => false,
  );
}

function readOrNothing(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}
