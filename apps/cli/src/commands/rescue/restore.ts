import { relative, resolve, sep } from "node:path";
import { fetchRescue, type Rescue, type RescueTools } from "@hookline/core";
import { type ExitCode, InputError } from "@hookline/core/client";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import { gitError } from "../../git-value.ts";
import { giveBackBranch } from "../../give-back-branch.ts";
import { giveBackFiles } from "../../give-back-files.ts";
import { openRepository, whichRescue } from "../../which-rescue.ts";

interface RestoreOptions {
  readonly branch?: string;
  readonly files?: boolean;
  readonly json?: boolean;
  readonly remote?: boolean;
  readonly repo?: string;
  readonly to?: string;
}

/** `hookline rescue restore`. */
export const addRestore: AddCommand = (group, run) => {
  group
    .command("restore")
    .summary("get a rescue back")
    .description(
      "Commits come back as a branch of their own; no other branch moves, and you stay\n" +
        "where you are. Files come back in their places; what stands there now and differs\n" +
        "is kept beside, as <file>.before-restore, and nothing is overwritten. A rescue that\n" +
        "keeps no commits gives back its files.",
    )
    .argument(
      "<name>",
      "the rescue; as much of its name, or of the commit at its end, as is unique",
    )
    .argument("[paths...]", "only these files or folders, whether they were committed or not")
    .option("--branch <new>", "the name of the branch; without it, rescued/<name>")
    .option("--files", "the files that were not committed")
    .option("--to <folder>", "put files below this folder instead of in their places")
    .option("--remote", "one that lies on a remote")
    .option("--repo <path>", "the repository; without it, the one of the current folder")
    .option("--json", "for programs")
    .addHelpText(
      "after",
      examples(
        ["hookline rescue restore 3f2a", "its commits, as a branch"],
        ["hookline rescue restore 3f2a --files", "its uncommitted files"],
        ["hookline rescue restore 3f2a docs/ notes.md", "these, as they stood"],
        ["hookline rescue restore 3f2a --files --to /tmp/look", "somewhere else"],
      ),
    )
    .action(
      run(
        async (
          context: Context,
          typed: string,
          paths: readonly string[],
          options: RestoreOptions,
        ): Promise<ExitCode> => {
          const tools = await openRepository(context, options.repo);
          const rescue = await whichRescue(context, tools, typed, options.remote === true);
          const asFiles = wantsFiles(rescue, paths, options);
          const here = await context.out.during("Fetching it", fetchRescue(tools, rescue));
          if (here.kind === "failed") throw gitError(here.failure);
          const json = options.json === true;
          if (!asFiles) return giveBackBranch(context, tools, rescue, { ...options, typed, json });
          const wanted = paths.map((path) => insideTree(context, tools, path));
          return giveBackFiles(context, tools, rescue, { paths: wanted, to: options.to, json });
        },
      ),
    );
};

/** A rescue that keeps no commit has nothing for a branch. */
function wantsFiles(
  { facts }: Rescue,
  paths: readonly string[],
  { branch, files, to }: RestoreOptions,
): boolean {
  const asked = files === true || to !== undefined || paths.length > 0;
  if (asked && branch !== undefined) {
    throw new InputError("--branch gives back commits; paths, --files and --to give back files.", {
      code: "bad-options",
      hint: "Run it twice: once for the branch, once for the files.",
    });
  }
  return asked || (branch === undefined && facts !== null && facts.commits === 0);
}

/** Names a path as the repository does. */
function insideTree({ cwd }: Context, { place }: RescueTools, typed: string): string {
  const path = relative(place.root, resolve(cwd, typed));
  if (path === ".." || path.startsWith(`..${sep}`)) {
    throw new InputError(`${typed} is outside of ${place.root}.`, {
      code: "outside",
      hint: "Name files of the repository; --to puts them elsewhere.",
    });
  }
  return path.split(sep).join("/");
}
