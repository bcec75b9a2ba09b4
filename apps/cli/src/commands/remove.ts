import { removeRepository as delist, removeRepositoryLock } from "@hookline/core";
import { type AbsolutePath, EXIT } from "@hookline/core/client";
import { tilde } from "@hookline/core/words";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { hookInstaller } from "../hook-installer.ts";
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
  const { left } = await delist({ door: context.door, hooks: hookInstaller(context) }, path);
  await tellAgent(context);
  if (left !== null) await removeRepositoryLock(left);
}
