import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import type { GitExit } from "./git-process.ts";
import type { Git } from "./run-git.ts";

/** Where a repository's parts lie. All paths are resolved. */
export interface RepositoryPlace {
  /** The top of the work tree. */
  readonly root: AbsolutePath;
  /** The git folder of this work tree. */
  readonly gitDir: AbsolutePath;
  /** The git folder that all work trees share. */
  readonly commonDir: AbsolutePath;
}

/** What stands at a path. */
export type Located =
  | { readonly kind: "repository"; readonly place: RepositoryPlace }
  | { readonly kind: "bare" }
  | { readonly kind: "inside-git-dir" }
  | { readonly kind: "failed"; readonly exit: GitExit };

/** Finds the repository that a folder belongs to. */
export async function locate(git: Git): Promise<Located> {
  const kind = await git({
    verb: "rev-parse",
    flags: ["--is-bare-repository", "--is-inside-work-tree"],
  });
  if (kind.kind !== "exited" || kind.exitCode !== 0) return { kind: "failed", exit: kind };
  const [bare, inside] = kind.stdout.trimEnd().split("\n");
  if (bare === "true") return { kind: "bare" };
  if (inside !== "true") return { kind: "inside-git-dir" };
  const place = await git({
    verb: "rev-parse",
    flags: ["--path-format=absolute", "--show-toplevel", "--absolute-git-dir", "--git-common-dir"],
  });
  if (place.kind !== "exited" || place.exitCode !== 0) return { kind: "failed", exit: place };
  // A newline in a path would break this; such a path cannot be told apart, so it is refused.
  const lines = place.stdout.replace(/\n$/, "").split("\n");
  const [root, gitDir, commonDir] = lines;
  if (lines.length !== 3 || !root || !gitDir || !commonDir) return { kind: "failed", exit: place };
  return {
    kind: "repository",
    place: {
      root: absolutePath(root),
      gitDir: absolutePath(gitDir),
      commonDir: absolutePath(commonDir),
    },
  };
}
