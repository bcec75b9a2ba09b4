import { locate, openGit, resolvePath } from "@hookline/core";
import { type AbsolutePath, InputError } from "@hookline/core/client";
import type { Context } from "./context.ts";
import { syncedRepositories } from "./synced-repositories.ts";

/**
 * Finds the registered repository that a command means: the one that was named, or the one of
 * the current folder.
 *
 * @throws InputError when it is not registered
 */
export async function whichRepository(
  context: Context,
  typed: string | undefined,
): Promise<AbsolutePath> {
  const found = await findRegistered(context, typed ?? ".");
  if (found !== undefined) return found;
  const path = await resolvePath(context.cwd, typed ?? ".");
  throw new InputError(`Hookline does not sync ${path}.`, {
    code: "not-registered",
    hint:
      typed === undefined
        ? "Name a repository (see `hookline list`), or run `hookline add` here first."
        : `Run \`hookline add ${typed}\` first, or see \`hookline list\`.`,
  });
}

/**
 * As {@link whichRepository}, but means all of them when nothing was named and the current
 * folder belongs to none.
 */
export async function whichRepositories(
  context: Context,
  typed: string | undefined,
  all: boolean,
): Promise<AbsolutePath | null> {
  if (typed !== undefined) return whichRepository(context, typed);
  return all ? null : ((await findRegistered(context, ".")) ?? null);
}

/** A registered path matches as it stands, even when its folder is gone; else the work tree around it does. */
async function findRegistered(context: Context, typed: string): Promise<AbsolutePath | undefined> {
  const { cwd, door } = context;
  const registered = await syncedRepositories(context);
  const path = await resolvePath(cwd, typed);
  if (registered.includes(path)) return path;
  const located = await locate(openGit(door, path));
  if (located.kind !== "repository") return undefined;
  const { root } = located.place;
  return registered.includes(root) ? root : undefined;
}
