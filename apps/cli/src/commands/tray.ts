import { fileURLToPath } from "node:url";
import { ConfigError, EXIT, type ExitCode } from "@hookline/core/client";
import { findDesktop } from "@hookline/core/desktop";
import { Option } from "commander";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { STOP_SIGNALS } from "../run-agent.ts";
import { runElectron } from "../run-electron.ts";
import { keepHeapSmall } from "../small-heap.ts";
import { spawnAgent } from "../spawn-agent.ts";

interface TrayOptions {
  readonly shell?: "electron" | "native";
}

const OWN_MAIN = fileURLToPath(new URL("../main.js", import.meta.url));

/** `hookline tray`: the icon in the panel. */
export const tray: AddCommand = (program, run) => {
  program
    .command("tray")
    .summary("show Hookline in the panel of your desktop")
    .description(
      "Shows an icon with a menu in your panel, tells of what needs you, and opens the dashboard. It\n" +
        "attaches to the agent that runs, or runs one for as long as the tray is there.",
    )
    .addOption(
      new Option(
        "--shell <name>",
        "electron, or the light one of Linux; without it, Electron where it is installed",
      ).choices(["electron", "native"]),
    )
    .addHelpText(
      "after",
      examples(
        ["hookline tray", "until you quit it, or Ctrl-C"],
        ["hookline tray --shell native", "the light one, without Electron"],
      ),
    )
    .action(run((context: Context, { shell }: TrayOptions) => runTray(context, shell ?? null)));
};

/** Runs the tray until somebody quits it. @throws ConfigError where there is no desktop for it */
async function runTray(context: Context, wanted: "electron" | "native" | null): Promise<ExitCode> {
  keepHeapSmall();
  const { client, env, home, out } = context;
  // Loaded here: no other command should wait for it.
  const trays = await import("@hookline/tray");
  const chosen = trays.chooseShell({
    platform: process.platform,
    session: findDesktop(env),
    wanted,
    electron: trays.findElectron(env),
  });
  if (chosen.kind === "none") {
    throw new ConfigError(`The tray cannot be shown: ${chosen.why}.`, {
      code: "no-tray",
      hint: chosen.next,
    });
  }
  if (chosen.kind === "electron") return runElectron(context, chosen.program);
  const memory = trays.readTrayMemory(home);
  if (chosen.instead && !memory.toldOfNative) {
    out.trouble("Electron is not installed, so the native shell is used; it needs nothing more.");
    trays.writeTrayMemory(home, { ...memory, toldOfNative: true });
  }
  const ended = await trays.runNative({
    client,
    home,
    env,
    starter: { start: async () => void (await spawnAgent(context, { outlives: false })) },
    startWords: [process.execPath, ...process.execArgv, OWN_MAIN, "tray"],
    complain: (problem) => out.trouble(`${out.paintTrouble("warning", "!")} ${problem}`),
    opened(close) {
      for (const signal of STOP_SIGNALS) process.once(signal, () => void close());
    },
  });
  if (ended === "running-already") out.line("The tray is there already; its dashboard opens.");
  return EXIT.inSync;
}
