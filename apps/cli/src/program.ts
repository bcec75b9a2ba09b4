import type { ExitCode } from "@hookline/core/client";
import { Command } from "commander";
import { examples, type Run } from "./command.ts";
import { add } from "./commands/add.ts";
import { agent } from "./commands/agent.ts";
import { alpha } from "./commands/alpha.ts";
import { config } from "./commands/config.ts";
import { dashboard } from "./commands/dashboard.ts";
import { doctor } from "./commands/doctor.ts";
import { healthcheck } from "./commands/healthcheck.ts";
import { list } from "./commands/list.ts";
import { log } from "./commands/log.ts";
import { pause, resume } from "./commands/pause.ts";
import { playground } from "./commands/playground.ts";
import { queue } from "./commands/queue.ts";
import { remove } from "./commands/remove.ts";
import { rescue } from "./commands/rescue.ts";
import { restart } from "./commands/restart.ts";
import { service } from "./commands/service.ts";
import { start } from "./commands/start.ts";
import { status } from "./commands/status.ts";
import { stop } from "./commands/stop.ts";
import { sync } from "./commands/sync.ts";
import { task } from "./commands/task.ts";
import { tick } from "./commands/tick.ts";
import { tray } from "./commands/tray.ts";
import { trust } from "./commands/trust.ts";
import { up } from "./commands/up.ts";
import type { Context } from "./context.ts";

const COMMANDS = [
  add,
  remove,
  list,
  status,
  sync,
  tick,
  alpha,
  pause,
  resume,
  rescue,
  task,
  queue,
  dashboard,
  tray,
  start,
  stop,
  restart,
  service,
  agent,
  healthcheck,
  log,
  config,
  trust,
  doctor,
  playground,
  up,
];

/**
 * Puts the command line together.
 *
 * @param ended receives the exit code of the command that ran
 */
export function buildProgram(context: Context, ended: (code: ExitCode) => void): Command {
  const program = new Command("hookline")
    .description(
      "Commit as usual: Hookline brings your commits to the remote, and the remote's to you.",
    )
    .version(context.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help for a command")
    .showHelpAfterError("(`hookline --help` lists the commands)")
    // `queue` and its subcommands have options of the same name.
    .enablePositionalOptions()
    .exitOverride()
    .addHelpText(
      "after",
      examples(
        ["hookline add ~/notes", "begin to sync a repository"],
        ["hookline start --detach", "start the agent in the background"],
        ["hookline status", "see how everything is doing"],
        ["hookline sync --wait", "look now, and wait for the result"],
      ),
    );
  const run: Run =
    (work) =>
    async (...args) =>
      ended(await work(context, ...args));
  for (const addCommand of COMMANDS) addCommand(program, run);
  return program;
}
