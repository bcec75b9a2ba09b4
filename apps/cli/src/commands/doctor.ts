import { EXIT } from "@hookline/core/client";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { examineInstallation } from "../doctor/examine-installation.ts";
import type { Finding } from "../doctor/finding.ts";
import type { Tone } from "../out/output.ts";

const MARKS: Readonly<Record<Finding["verdict"], { mark: string; tone: Tone }>> = {
  good: { mark: "✓", tone: "good" },
  note: { mark: "!", tone: "warning" },
  bad: { mark: "✗", tone: "bad" },
};

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
        else {
          for (const { verdict, says, next } of findings) {
            const { mark, tone } = MARKS[verdict];
            out.line(`${out.paint(tone, mark)} ${says}`);
            if (next !== null)
              out.line(next.replace(/^/gm, "    ").replace("    ", `  ${out.paint(tone, "→")} `));
          }
        }
        return findings.some(({ verdict }) => verdict === "bad") ? EXIT.needsPerson : EXIT.inSync;
      }),
    );
};
