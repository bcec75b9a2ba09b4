import {
  findRescueName,
  listRemoteRescues,
  listRemotes,
  listRescues,
  locate,
  openGit,
  openRescues,
  type Rescue,
  type RescueTools,
  resolvePath,
} from "@hookline/core";
import { InputError } from "@hookline/core/client";
import { tilde } from "@hookline/core/words";
import type { Context } from "./context.ts";
import { valueOf } from "./git-value.ts";

/**
 * Opens the rescues of the repository that a person means: the one that was named, or the one of
 * the current folder. It need not be synced any more.
 *
 * @throws InputError when there is no repository
 */
export async function openRepository(
  context: Context,
  typed: string | undefined,
): Promise<RescueTools> {
  const { cwd, door, env } = context;
  const folder = await resolvePath(cwd, typed ?? ".");
  const located = await locate(openGit(door, folder));
  if (located.kind !== "repository") {
    throw new InputError(`${tilde(folder, env["HOME"])} is in no work tree of git.`, {
      code: "not-a-repository",
      hint: "Go to the repository, or name it with --repo <path>.",
    });
  }
  return valueOf(await openRescues(door, folder)).tools;
}

/** Lists the rescues on every remote of a repository. */
export async function listOnRemotes(tools: RescueTools): Promise<readonly Rescue[]> {
  const remotes = valueOf(await listRemotes(tools));
  const lists = await Promise.all(remotes.map((remote) => listRemoteRescues(tools, remote)));
  return lists.flatMap(valueOf);
}

/**
 * Finds the rescue that a person means by its name or the beginning of it.
 *
 * @param onRemotes look on the remotes instead of here
 * @throws InputError when none or several fit
 */
export async function whichRescue(
  { env }: Context,
  tools: RescueTools,
  typed: string,
  onRemotes: boolean,
): Promise<Rescue> {
  const rescues = onRemotes ? await listOnRemotes(tools) : valueOf(await listRescues(tools));
  const found = findRescueName([...new Set(rescues.map(({ name }) => name))], typed);
  const rescue = found.kind === "found" && rescues.find(({ name }) => name === found.name);
  if (rescue) return rescue;
  if (found.kind === "ambiguous") {
    throw new InputError(`"${typed}" fits several rescues: ${found.names.join(", ")}.`, {
      code: "ambiguous-rescue",
      hint: "Type more of the one you mean.",
    });
  }
  const name = tilde(tools.place.root, env["HOME"]);
  const where = onRemotes ? `The remotes of ${name} have` : `${name} has`;
  throw new InputError(`${where} no rescue "${typed}".`, {
    code: "no-such-rescue",
    hint: onRemotes
      ? "See `hookline rescue list --remote`."
      : "See `hookline rescue list`; --remote looks on the remotes instead.",
  });
}
