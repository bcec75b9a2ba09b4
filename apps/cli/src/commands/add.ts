import { addRepository as enlist, locate, makeHome, openGit, resolvePath } from "@hookline/core";
import { type AbsolutePath, EXIT } from "@hookline/core/client";
import { tilde } from "@hookline/core/words";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { hookInstaller } from "../hook-installer.ts";
import { keepRunnerScript } from "../keep-runner-script.ts";
import { offerTrust } from "../offer-trust.ts";
import { showHooks } from "../out/show-hooks.ts";
import { tellAgent } from "../tell-agent.ts";

/** What came of adding a repository. */
export interface Added {
  readonly path: AbsolutePath;
  readonly isNew: boolean;
}

/** `hookline add`: begin to sync a repository. */
export const add: AddCommand = (program, run) => {
  program
    .command("add")
    .summary("begin to sync a repository")
    .description(
      "Installs the hooks in a repository and puts it on the list that the agent follows.",
    )
    .argument("[path]", "the repository; without it, the one of the current folder")
    .option("--trust", "let the commands and programs of its own config run, without asking")
    .addHelpText(
      "after",
      examples(["hookline add", "this repository"], ["hookline add ~/notes", "another one"]),
    )
    .action(
      run(async (context: Context, path: string | undefined, options: { trust?: boolean }) => {
        const added = await addRepository(context, path);
        const { out, env } = context;
        const name = tilde(added.path, env["HOME"]);
        out.line(
          added.isNew
            ? `${out.paint("good", "✓")} Hookline syncs ${out.paint("strong", name)} from now on.`
            : `${out.paint("good", "✓")} Hookline syncs ${out.paint("strong", name)} already; its hooks are up to date.`,
        );
        await showHooks(context, added.path);
        await offerTrust(context, added.path, options.trust === true);
        if (!(await tellAgent(context))) {
          out.line("  No agent is running yet. Start it with `hookline start --detach`.");
        }
        return EXIT.inSync;
      }),
    );
};

/**
 * Installs the hooks and registers a repository; leaves nothing half-done.
 *
 * @throws InputError when it is none that Hookline can take
 */
export async function addRepository(context: Context, typed: string | undefined): Promise<Added> {
  const { door, home, out } = context;
  const path =
    typed === undefined ? await currentRoot(context) : await resolvePath(context.cwd, typed);
  // The hooks leave their records there from now on, agent or not.
  await makeHome(home);
  await keepRunnerScript(context);
  const { isNew, warnings } = await enlist({ door, hooks: hookInstaller(context) }, path);
  for (const warning of warnings) out.trouble(`${out.paintTrouble("warning", "!")} ${warning}`);
  return { path, isNew };
}

/** Without a path the repository of the current folder is meant, from anywhere inside it. */
async function currentRoot({ door, cwd }: Context): Promise<AbsolutePath> {
  const here = await resolvePath(cwd, ".");
  const located = await locate(openGit(door, here));
  return located.kind === "repository" ? located.place.root : here;
}
