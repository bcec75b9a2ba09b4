import {
  countOnlyHere,
  dropRemoteRescue,
  dropRescue,
  type Rescue,
  type RescueTools,
  systemClock,
  withMoveRecord,
  withRepository,
} from "@hookline/core";
import { EXIT, InputError } from "@hookline/core/client";
import { counted, rescueSentence } from "@hookline/core/words";
import { askYesOrNo } from "../../ask-yes-or-no.ts";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import { gitError, valueOf } from "../../git-value.ts";
import { rescueHeading } from "../../out/describe-rescue.ts";
import { openRepository, whichRescue } from "../../which-rescue.ts";

interface DropOptions {
  readonly remote?: boolean;
  readonly repo?: string;
  readonly yes?: boolean;
}

/** `hookline rescue drop`. */
export const addDrop: AddCommand = (group, run) => {
  group
    .command("drop")
    .summary("give a rescue up")
    .description(
      "Removes a rescue, after saying what is lost with it. git removes the contents later.",
    )
    .argument(
      "<name>",
      "the rescue; as much of its name, or of the commit at its end, as is unique",
    )
    .option("-y, --yes", "do not ask")
    .option("--remote", "one that lies on a remote")
    .option("--repo <path>", "the repository; without it, the one of the current folder")
    .addHelpText(
      "after",
      examples(
        ["hookline rescue drop 3f2a", "asks first"],
        ["hookline rescue drop 3f2a --yes", "in a script"],
      ),
    )
    .action(
      run(async (context: Context, typed: string, options: DropOptions) => {
        const { out } = context;
        const tools = await openRepository(context, options.repo);
        const rescue = await whichRescue(context, tools, typed, options.remote === true);
        out.line(rescueHeading(rescue, { now: Date.now(), paint: out.paint }));
        out.line(`  ${rescueSentence(rescue)}`);
        out.line(`  ${await loss(tools, rescue)}`);
        if (options.yes !== true) {
          const yes = await askYesOrNo("Drop it?");
          if (yes === null) {
            throw new InputError("Nobody is there to be asked whether to drop it.", {
              code: "not-confirmed",
              hint: "Add --yes if you are sure.",
            });
          }
          if (!yes) {
            out.line("It stays.");
            return EXIT.needsPerson;
          }
        }
        const dropped = await drop(context, tools, rescue);
        if (dropped.kind === "failed") throw gitError(dropped.failure);
        out.line(`${out.paint("good", "✓")} Dropped.`);
        return EXIT.inSync;
      }),
    );
};

/** Says what nobody can get back any more. */
async function loss(tools: RescueTools, rescue: Rescue): Promise<string> {
  if (rescue.remote !== null) return "Whoever works with this remote loses it as well.";
  const commits = valueOf(await countOnlyHere(tools, rescue));
  const lost = [
    ...(commits > 0
      ? [`${counted(commits, "commit")} that ${commits === 1 ? "is" : "are"} on no branch`]
      : []),
    ...(rescue.facts !== null && rescue.facts.files > 0
      ? [counted(rescue.facts.files, "uncommitted file")]
      : []),
  ];
  return lost.length === 0
    ? "All of its commits are on a branch as well; no file is lost."
    : `With it go ${lost.join(" and ")}, for good.`;
}

function drop(context: Context, tools: RescueTools, rescue: Rescue) {
  const { client, home } = context;
  const { remote } = rescue;
  if (remote !== null) return dropRemoteRescue(tools, { ...rescue, remote });
  return withRepository(tools.place, systemClock, () =>
    withMoveRecord({ home, client, clock: systemClock }, tools.place.root, (onMove) =>
      dropRescue(tools, rescue, onMove),
    ),
  );
}
