import { type AddCommand, examples } from "../command.ts";
import { addDrop } from "./rescue/drop.ts";
import { addList } from "./rescue/list.ts";
import { addRestore } from "./rescue/restore.ts";
import { addShow } from "./rescue/show.ts";

/** `hookline rescue`: what was kept before it was replaced, and the way back. */
export const rescue: AddCommand = (program, run) => {
  const group = program
    .command("rescue")
    .summary("see and get back what was replaced")
    .description(
      "Before Hookline replaces anything, it keeps it: commits, what is staged, files\n" +
        "that were not committed. A rescue outlasts `git gc`. It goes when you `drop` it,\n" +
        "or by itself once `list` or `show` told you of it longer ago than\n" +
        "hookline.rescueKeep.",
    )
    .addHelpText(
      "after",
      examples(
        ["hookline rescue list", "what was kept in this repository"],
        ["hookline rescue show 3f2a", "what is in it; the beginning of a name is enough"],
        ["hookline rescue restore 3f2a", "its commits, as a branch"],
        ["hookline rescue restore 3f2a notes.md", "one file, back in its place"],
      ),
    );
  for (const add of [addList, addShow, addRestore, addDrop]) add(group, run);
};
