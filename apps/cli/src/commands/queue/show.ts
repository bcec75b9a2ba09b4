import { EXIT } from "@hookline/core/client";
import { jobName } from "@hookline/core/words";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import { openJobDesk } from "../../open-job-desk.ts";
import { jobPage } from "../../out/job-page.ts";
import { readJobId } from "../../queue-choice.ts";

/** `hookline queue show`. */
export const addShow: AddCommand = (group, run) => {
  group
    .command("show")
    .summary("everything about one job, and what it printed")
    .description(
      "Says how a job stands, and what its last run printed.\n" +
        "Exit code: 0, or 1 when there is no such job (any more).",
    )
    .argument("<id>", "the job, as `hookline queue` names it")
    .option("--json", "for programs; with the whole output")
    .addHelpText(
      "after",
      examples(
        ["hookline queue show 12", "a file of a task"],
        ["hookline queue show look-3", "a sync"],
      ),
    )
    .action(
      run(async (context: Context, typed: string, { json }: { json?: boolean }) => {
        const { out, env } = context;
        const id = readJobId(typed);
        const desk = openJobDesk(context);
        const any = { repository: null, task: null, before: null };
        const { jobs } = await desk.jobs({ ...any, ids: [id], run: null, states: null, most: 1 });
        const job = jobs[0];
        if (job === undefined) {
          out.trouble(`${out.paintTrouble("bad", "✗")} There is no job ${jobName(id)}.`);
          out.trouble(
            `  ${out.paintTrouble("bad", "→")} \`hookline queue --all\` lists what there is; finished jobs go after a while.`,
          );
          return EXIT.needsPerson;
        }
        const { results } =
          job.kind === "look"
            ? { results: [] }
            : await desk.results({
                ...any,
                file: null,
                job: id,
                query: null,
                most: 1,
                output: true,
              });
        const last = results[0];
        if (json === true) {
          out.json({ job, result: last ?? null });
          return EXIT.inSync;
        }
        const view = { now: Date.now(), homeFolder: env["HOME"], paint: out.paint };
        for (const line of jobPage(job, last, view)) out.line(line);
        return EXIT.inSync;
      }),
    );
};
