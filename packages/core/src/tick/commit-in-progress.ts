import { existsSync } from "node:fs";
import { readdir, readFile, readlink } from "node:fs/promises";
import { join, sep } from "node:path";
import type { RepositoryPlace } from "../git/locate.ts";
import type { RescueTools } from "../rescue/rescue-tools.ts";

/**
 * Sub-commands during which HEAD may move without harm to them: they only read, or have nothing to
 * do with the work tree. Any other one, and any alias, may be about to commit.
 */
const READERS = new Set(
  [
    "annotate archive blame branch cat-file config count-objects daemon describe diff diff-files",
    "diff-index diff-tree difftool fetch for-each-ref format-patch fsck fsmonitor--daemon gc grep",
    "hash-object help index-pack instaweb lfs log ls-files ls-remote ls-tree maintenance merge-base",
    "multi-pack-index name-rev pack-objects pack-refs prune push range-diff reflog repack rev-list",
    "rev-parse shortlog show show-branch show-ref status symbolic-ref unpack-objects upload-pack",
    "var verify-pack version whatchanged",
  ].flatMap((line) => line.split(" ")),
);

/** Programs of git's that sign in, or speak to a remote (`git-credential-manager`, `git-remote-https`). */
const HELPERS = /^(?:credential|remote)(?:-|$)/;

const onlyReads = (verb: string): boolean => READERS.has(verb) || HELPERS.test(verb);

/** git's own options that take a word after them (git(1), "OPTIONS"). */
const WITH_VALUE = new Set(["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path"]);

/**
 * Whether somebody may be about to commit in this work tree: an open editor, a slow hook.
 *
 * `git commit` notes HEAD when it begins, and fails when HEAD has moved by the time it ends. While
 * the editor is open it holds no lock, so the process itself is looked for, in /proc.
 *
 * Where there is no such folder (macOS, Windows: not run), staged changes have to tell.
 */
export async function commitInProgress({ git, place }: RescueTools): Promise<boolean> {
  if (existsSync(join(place.gitDir, "index.lock"))) return true;
  const names = await readdir("/proc").catch(() => undefined);
  if (names === undefined) {
    const staged = await git({
      verb: "diff-index",
      flags: ["--cached", "--quiet"],
      operands: ["HEAD"],
    });
    return staged.kind !== "exited" || staged.exitCode !== 0;
  }
  const processes = names.filter((name) => /^\d+$/.test(name));
  const busy = await Promise.all(processes.map((pid) => mayCommit(join("/proc", pid), place)));
  return busy.includes(true);
}

/** A process that ends while we look, or is another user's, does not count. */
async function mayCommit(process: string, { root }: RepositoryPlace): Promise<boolean> {
  try {
    const cwd = await readlink(join(process, "cwd"));
    if (cwd !== root && !cwd.startsWith(root + sep)) return false;
    const words = (await readFile(join(process, "cmdline"), "utf8")).split("\0").slice(0, -1);
    const program = words[0]?.split("/").at(-1) ?? "";
    const verb = program === "git" ? verbOf(words.slice(1)) : /^git-(.+)$/.exec(program)?.[1];
    return verb !== undefined && !onlyReads(verb);
  } catch {
    return false;
  }
}

function verbOf(words: readonly string[]): string | undefined {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (WITH_VALUE.has(word)) at += 1;
    else if (!word.startsWith("-")) return word;
  }
  return undefined;
}
