import { EXIT, ProtocolError } from "@hookline/core/client";
import { findDesktop, openInDesktop } from "@hookline/core/desktop";
import { answered } from "../ask-agent.ts";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { ensureAgent } from "../ensure-agent.ts";

interface DashboardOptions {
  readonly open: boolean;
  readonly json?: boolean;
}

/** `hookline dashboard`: everything in a browser. */
export const dashboard: AddCommand = (program, run) => {
  program
    .command("dashboard")
    .summary("see and change everything in a browser")
    .description(
      "Opens the dashboard in your browser. Its address works once, within a minute, and on this\nmachine only; the browser that it was opened in stays let in. The port closes when nobody uses it.",
    )
    .option("--no-open", "only print the address")
    .option("--json", "for programs: only the address, as JSON")
    .addHelpText(
      "after",
      examples(
        ["hookline dashboard", "open it"],
        ["hookline dashboard --no-open", "for another browser of this machine"],
      ),
    )
    .action(
      run(async (context: Context, { open, json }: DashboardOptions) => {
        const { client, env, home, out } = context;
        await ensureAgent(context);
        const answer = answered(await client.dashboard({ view: null }), home);
        if (answer === undefined) {
          throw new ProtocolError("The agent has just ended.", {
            code: "agent-gone",
            hint: "Run `hookline dashboard` again.",
          });
        }
        const { url } = answer.value;
        if (json === true) {
          out.json(answer.value);
          return EXIT.inSync;
        }
        const isThere = open && findDesktop(env).kind === "there";
        if (isThere && (await openInDesktop({ kind: "url", name: url }, env)) === "opened") {
          out.line(`${out.paint("good", "✓")} The dashboard is open in your browser.`);
          return EXIT.inSync;
        }
        if (open) out.trouble("There is no desktop here that could open a browser.");
        out.line("Open this address in a browser of this machine. It works once, within a minute:");
        out.line(`  ${out.paint("strong", url)}`);
        return EXIT.inSync;
      }),
    );
};
