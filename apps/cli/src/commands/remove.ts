import {
  examine,
  listRegistered,
  locate,
  openGit,
  removeRepositoryLock,
  unregister,
} from "@hookline/core";
import { type AbsolutePath, EXIT } from "@hookline/core/client";
import { uninstallHooks } from "@hookline/hooks";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { hookGit } from "../hook-git.ts";
import { tilde } from "../out/words.ts";
import { tellAgent } from "../tell-agent.ts";
import { whichRepository } from "../which-repository.ts";

/** `hookline remove`: leave a repository alone again. */
export const remove: AddCommand = (program, run) => {
  program
    .command("remove")
    .summary("leave a repository alone again")
    .description(
      "Takes out exactly the hooks that `add` put in, and takes the repository off the list. Nothing in it is deleted.",
    )
    .argument("[path]", "the repository; without it, the one of the current folder")
    .addHelpText(
      "after",
      examples(["hookline remove", "this repository"], ["hookline remove ~/notes", "another one"]),
    )
    .action(
      run(async (context: Context, typed: string | undefined) => {
        const { out, env } = context;
        const path = await whichRepository(context, typed);
        await removeRepository(context, path);
        out.line(
          `${out.paint("good", "✓")} Hookline leaves ${out.paint("strong", tilde(path, env["HOME"]))} alone.`,
        );
        return EXIT.inSync;
      }),
    );
};

/** Takes out what `add` put in, takes a repository off the list, and has the agent leave it alone. */
export async function removeRepository(context: Context, path: AbsolutePath): Promise<void> {
  const { door } = context;
  const git = hookGit(door);
  // A folder that is gone took its hooks with it.
  const isThere = (await examine(door, path)).kind === "repository";
  const commonDir = isThere ? await git.commonDir(path) : undefined;
  const isLast = commonDir !== undefined && !(await isShared(context, path, commonDir));
  if (isLast) await uninstallHooks(path, git);
  await unregister(door, path);
  await tellAgent(context);
  if (isLast) await removeRepositoryLock(commonDir);
}

/** Whether another registered work tree of the same repository still needs its hooks. */
async function isShared(
  { door }: Context,
  path: AbsolutePath,
  commonDir: AbsolutePath,
): Promise<boolean> {
  const others = (await listRegistered(door)).filter((other) => other !== path);
  const places = await Promise.all(others.map((other) => locate(openGit(door, other))));
  return places.some(
    (located) => located.kind === "repository" && located.place.commonDir === commonDir,
  );
}
