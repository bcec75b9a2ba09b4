import type { GitFailure } from "../decide/git-failure.ts";
import { classify } from "../git/classify.ts";
import { locate, type RepositoryPlace } from "../git/locate.ts";
import { type GitDoor, openGit } from "../git/run-git.ts";
import type { TrackedRepository } from "./tracked-repository.ts";

/** Where a tracked repository lies, or why it cannot be found. */
export type FoundPlace =
  | { readonly kind: "found"; readonly place: RepositoryPlace }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/** Finds a repository, again if it was missing before. */
export async function findPlace(
  door: GitDoor,
  { path, place }: TrackedRepository,
): Promise<FoundPlace> {
  if (place !== null) return { kind: "found", place };
  const located = await locate(openGit(door, path));
  switch (located.kind) {
    case "repository":
      if (located.place.root === path) return { kind: "found", place: located.place };
      return missing(`${path} now belongs to the repository ${located.place.root}`);
    case "failed":
      return { kind: "failed", failure: classify(located.exit) };
    case "bare":
    case "inside-git-dir":
      return missing(`${path} has no work tree any more`);
  }
}

function missing(detail: string): FoundPlace {
  return { kind: "failed", failure: { kind: "missing", detail } };
}
