import { EXIT, type ExitCode } from "@hookline/core/client";
import { tilde } from "@hookline/core/words";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { agentLine } from "../out/agent-line.ts";
import { showFindings } from "../out/show-findings.ts";
import { installService, removeService } from "../service/install-service.ts";
import { judgeService } from "../service/judge-service.ts";
import { lookAtService } from "../service/look-at-service.ts";
import { runsTheAgent } from "../service/plan-service.ts";
import { outlivesSession } from "../service/service-environment.ts";
import { ownProgram } from "../service/service-program.ts";

/** `hookline service`: have the system start the agent at login. */
export const service: AddCommand = (program, run) => {
  const group = program
    .command("service")
    .summary("start the agent at login, and again when it crashes")
    .description(
      "Has the system run the agent: systemd on Linux, launchd on macOS, the Task Scheduler on Windows. All of it is the user's own; root is not needed.",
    )
    .addHelpText(
      "after",
      examples(
        ["hookline service install", "from now on it starts by itself"],
        ["hookline service status", "is it installed, enabled, running; what does it start?"],
        ["hookline service remove", "take away what install made, and end its agent"],
      ),
    );
  group
    .command("install")
    .summary("start the agent at login; done again, it brings the service up to date")
    .addHelpText(
      "after",
      examples(["hookline service install", "also after Hookline or Node moved"]),
    )
    .action(run(install));
  group
    .command("remove")
    .summary("take the service away, and end its agent in good order")
    .addHelpText("after", examples(["hookline service remove", "`hookline start` still works"]))
    .action(run(remove));
  group
    .command("status")
    .summary("say whether it is installed, enabled and running, and what it starts")
    .description("Exit code: 0 all well or not installed, 1 needs a person.")
    .option("--json", "for programs")
    .addHelpText("after", examples(["hookline service status --json", "for scripts"]))
    .action(run(status));
};

async function install(context: Context): Promise<ExitCode> {
  const { out, env } = context;
  const { view, already, tookOver, pid } = await out.during(
    "Installing the service",
    installService(context),
  );
  const { manager } = view;
  const done = already ? "already starts" : "starts";
  if (tookOver) out.line("The agent that was running has ended; the service's takes over.");
  out.line(
    agentLine(context, `${sentence(manager.name)} ${done} the agent at login. It is running`, pid),
  );
  out.line(out.paint("quiet", `  ${tilde(manager.file, env["HOME"])}`));
  if (env["SSH_AUTH_SOCK"] && process.platform === "linux" && !outlivesSession(env))
    out.line(
      `${out.paint("warning", "!")} Your ssh agent (SSH_AUTH_SOCK) is this session's only, so the service does without. See docs/service.md.`,
    );
  return EXIT.inSync;
}

async function remove(context: Context): Promise<ExitCode> {
  const { out, env } = context;
  const view = await out.during("Removing the service", removeService(context));
  if (view === undefined) {
    out.line("No service is installed.");
    return EXIT.inSync;
  }
  const ended = runsTheAgent(view) ? " Its agent has ended." : "";
  out.line(
    `${out.paint("good", "✓")} The service is gone: ${tilde(view.manager.file, env["HOME"])}.${ended}`,
  );
  return EXIT.inSync;
}

async function status(context: Context, { json }: { json?: boolean }): Promise<ExitCode> {
  const { out, env } = context;
  const view = await out.during("Asking", lookAtService(context));
  const { manager, text, starts, state, reachable } = view;
  const findings = judgeService(view, ownProgram(context));
  const installed = starts !== null;
  const running = installed && runsTheAgent(view);
  if (json === true) {
    out.json({
      manager: manager.name,
      reachable,
      file: manager.file,
      installed,
      enabled: installed && state.enabled,
      running,
      pid: running ? view.agentPid : null,
      starts,
      findings,
    });
  } else {
    showFindings(out, findings);
    if (text === null && findings.length === 0)
      out.line("No service is installed. `hookline service install` starts the agent at login.");
    if (starts !== null) {
      const line = (what: string, value: string): void => out.line(`  ${what.padEnd(10)}${value}`);
      line("starts", `${tilde(starts.main, env["HOME"])} agent`);
      line("with", tilde(starts.node, env["HOME"]));
      line("state", tilde(starts.home, env["HOME"]));
      line("file", tilde(manager.file, env["HOME"]));
      line("enabled", state.enabled ? "yes" : "no");
      line("running", running ? `yes (pid ${String(view.agentPid)})` : "no");
    }
  }
  return findings.some(({ verdict }) => verdict === "bad") ? EXIT.needsPerson : EXIT.inSync;
}

function sentence(name: string): string {
  return name.startsWith("the ") ? `T${name.slice(1)}` : name;
}
