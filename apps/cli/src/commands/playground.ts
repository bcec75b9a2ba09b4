import { join } from "node:path";
import { absolutePath, EXIT } from "@hookline/core/client";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { playDemo } from "../playground/demo.ts";
import { openPlayground, type Playground } from "../playground/make-playground.ts";
import { STOP_SIGNALS } from "../run-agent.ts";
import { runShown } from "../run-shown.ts";
import { addRepository } from "./add.ts";
import { removeRepository } from "./remove.ts";

/** `hookline playground`: try everything without touching anything of yours. */
export const playground: AddCommand = (program, run) => {
  program
    .command("playground")
    .summary("try everything with a remote and two clones of its own")
    .description(
      "Makes a remote, served over HTTP on this machine, and two clones of it, and runs the agent here.\nCtrl-C ends it all; the next time it goes on where it was.",
    )
    .option("--demo", "play the story by itself, tell it, and end")
    .addHelpText(
      "after",
      examples(
        ["hookline playground", "then commit in `laptop`"],
        ["hookline playground --demo", "just watch"],
      ),
    )
    .action(
      run(async (context: Context, { demo }: { demo?: boolean }) => {
        if (demo === true) return playDemo(context);
        const folder = absolutePath(join(context.home.root, "playground"));
        const place = await context.out.during(
          "Making the playground",
          openPlayground(folder, context.door),
        );
        try {
          await addRepository(context, place.laptop);
          await addRepository(context, place.server);
          await runShown(context, threeLines(context, place));
        } finally {
          // A second Ctrl-C must not stop the clean-up half-way; it takes a moment.
          for (const signal of STOP_SIGNALS) process.on(signal, () => undefined);
          // Off the list again, so that no agent waits for a remote that is not served.
          await removeRepository(context, place.laptop);
          await removeRepository(context, place.server);
          await place.http.close();
        }
        return EXIT.inSync;
      }),
    );
};

function threeLines({ out }: Context, { laptop, server }: Playground): string[] {
  return [
    out.paint("strong", "The playground is ready. In another terminal, try:"),
    "",
    `  cd ${shellWord(laptop)}`,
    "  echo hello > hello.txt && git add hello.txt && git commit -m 'Say hello'",
    `  cat ${shellWord(join(server, "hello.txt"))}   # a few seconds later`,
    "",
  ];
}

/** Quotes a path for a person to paste into a shell. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
