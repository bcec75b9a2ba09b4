import { locate, openGit, resolvePath } from "@hookline/core";
import { type AbsolutePath, InputError } from "@hookline/core/client";
import type { Context } from "./context.ts";

/** Finds the work tree that a folder belongs to, whether Hookline syncs it or not. */
export async function repositoryHere(
  { cwd, door }: Context,
  typed = ".",
): Promise<AbsolutePath | undefined> {
  const located = await locate(openGit(door, await resolvePath(cwd, typed)));
  return located.kind === "repository" ? located.place.root : undefined;
}

/**
 * As {@link repositoryHere}.
 *
 * @throws InputError where there is none
 */
export async function requireRepository(context: Context, typed?: string): Promise<AbsolutePath> {
  const path = await repositoryHere(context, typed);
  if (path !== undefined) return path;
  throw new InputError(
    `${await resolvePath(context.cwd, typed ?? ".")} belongs to no git repository.`,
    { code: "not-a-repository", hint: "Name the folder of a repository." },
  );
}
