import { EXIT } from "@hookline/core/client";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { examineInstallation } from "../doctor/examine-installation.ts";
import { showFindings } from "../out/show-findings.ts";

/** `hookline doctor`: check everything that has to be right. */
export const doctor: AddCommand = (program, run) => {
  program
    .command("doctor")
    .summary("check everything that has to be right")
    .description(
      "Checks git, the state folder, the agent, and every repository. Proves each hook: it reports that it was tried, and the agent says whether it heard that. Changes nothing.\nExit code: 0 all well, 1 needs a person.",
    )
    .option("--json", "for programs")
    .addHelpText("after", examples(["hookline doctor", "what is wrong, and what to do"]))
    .action(
      run(async (context: Context, { json }: { json?: boolean }) => {
        const { out } = context;
        const findings = await out.during("Checking", examineInstallation(context));
        if (json === true) out.json({ findings });
        else showFindings(out, findings);
        return findings.some(({ verdict }) => verdict === "bad") ? EXIT.needsPerson : EXIT.inSync;
      }),
    );
};
