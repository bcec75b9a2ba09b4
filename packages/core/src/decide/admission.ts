import type { AbsolutePath } from "./brands.ts";

/** What stands at a path that someone wants Hookline to sync. */
export type Candidate =
  | { readonly kind: "nothing" }
  | { readonly kind: "file" }
  | { readonly kind: "no-repository" }
  | { readonly kind: "unreadable"; readonly detail: string }
  | { readonly kind: "foreign-owner" }
  | { readonly kind: "bare" }
  | { readonly kind: "git-folder" }
  | {
      readonly kind: "repository";
      /** The top of the work tree that the path lies in. */
      readonly root: AbsolutePath;
      /** The repository whose submodule this is. */
      readonly superproject: AbsolutePath | null;
      /** The repository whose work tree this one lies in. */
      readonly outer: AbsolutePath | null;
      readonly remotes: readonly string[];
      /** The service that copies the folder's files to other machines, if one does. */
      readonly cloud: string | null;
    };

/** Whether Hookline takes a repository. */
export type Admission =
  | { readonly kind: "admitted"; readonly warnings: readonly string[] }
  | {
      readonly kind: "refused";
      readonly code: string;
      readonly says: string;
      /** What to do next. */
      readonly hint: string;
    };

/**
 * Decides whether Hookline takes a repository, and tells what to do when it does not.
 *
 * @param path what the person named, resolved
 * @param registered the repositories that it syncs already
 */
export function admit(
  path: AbsolutePath,
  candidate: Candidate,
  registered: readonly AbsolutePath[],
): Admission {
  switch (candidate.kind) {
    case "nothing":
      return refused(
        "no-such-path",
        `There is nothing at ${path}.`,
        "Check the path for a typing mistake.",
      );
    case "file":
      return refused("not-a-folder", `${path} is a file.`, "Name the folder of a git repository.");
    case "no-repository":
      return refused(
        "not-a-repository",
        `${path} is no git repository.`,
        "Clone one with `git clone <url>`, or make it one with `git init` and `git remote add origin <url>`.",
      );
    case "unreadable":
      // git prints paths one a line, so the parts of such a repository cannot be told apart.
      if (path.includes("\n")) {
        return refused(
          "line-break-in-path",
          "The path of the repository has a line break in it.",
          "Rename the folder, then add it again.",
        );
      }
      return refused(
        "unreadable",
        `git cannot read the repository at ${path}: ${candidate.detail}.`,
        "Run `git status` there and mend what it reports.",
      );
    case "foreign-owner":
      return refused(
        "foreign-owner",
        `${path} belongs to another user.`,
        "Change its owner, or add it to git's `safe.directory` if you trust that user.",
      );
    case "bare":
      return refused(
        "bare",
        `${path} is a bare repository: it has no work tree to keep in step.`,
        `Clone it and add the clone: \`git clone ${path} <folder>\`.`,
      );
    case "git-folder":
      return refused(
        "git-folder",
        `${path} is the inside of a git folder.`,
        "Name the folder above `.git`.",
      );
    case "repository":
      return admitRepository(path, candidate, registered);
  }
}

function admitRepository(
  path: AbsolutePath,
  { root, superproject, outer, remotes, cloud }: Extract<Candidate, { kind: "repository" }>,
  registered: readonly AbsolutePath[],
): Admission {
  if (root !== path) {
    return refused(
      "inside-a-repository",
      `${path} is a folder inside the repository ${root}, not a repository itself.`,
      `To sync all of it, run \`hookline add ${root}\`.`,
    );
  }
  if (superproject !== null) {
    return refused(
      "submodule",
      `${path} is a submodule of ${superproject}.`,
      `Its commits belong to that repository; run \`hookline add ${superproject}\` instead.`,
    );
  }
  if (outer !== null && registered.includes(outer)) {
    return refused(
      "inside-a-registered-repository",
      `${path} lies inside ${outer}, which Hookline syncs already.`,
      `Move it elsewhere, or run \`hookline remove ${outer}\` first.`,
    );
  }
  if (remotes.length === 0) {
    return refused(
      "no-remote",
      `${path} has no remote to sync with.`,
      "Add one with `git remote add origin <url>`, then `git push -u origin <branch>`.",
    );
  }
  return {
    kind: "admitted",
    warnings: [
      ...(outer === null
        ? []
        : [`It lies inside another repository (${outer}); make sure that one ignores it.`]),
      ...(cloud === null
        ? []
        : [
            `${cloud} copies this folder too, and copying the inside of .git can break it: move the repository out, and let Hookline keep it in step.`,
          ]),
    ],
  };
}

function refused(code: string, says: string, hint: string): Admission {
  return { kind: "refused", code, says, hint };
}
