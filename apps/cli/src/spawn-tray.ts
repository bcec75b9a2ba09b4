import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findDesktop } from "@hookline/core/desktop";
import type { Context } from "./context.ts";

/** A tray beside a command. */
export interface TrayBeside {
  /** A line for the person: that it is there, or why it is not. */
  readonly says: string;
  readonly close: () => void;
}

/** Shows the tray for as long as a command runs, where there is a desktop for it. */
export function openTrayBeside({ env }: Context): TrayBeside {
  const desktop = findDesktop(env);
  if (desktop.kind === "absent") {
    return {
      says: `No tray icon: there is no desktop here (${desktop.why}).`,
      close: () => undefined,
    };
  }
  const main = fileURLToPath(new URL("./main.js", import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, main, "tray"], {
    env,
    stdio: ["ignore", "ignore", "ignore"],
    windowsHide: true,
  });
  // The command goes on without it; `hookline tray` says what is wrong.
  child.once("error", () => undefined);
  return { says: "The tray icon is in your panel.", close: () => void child.kill("SIGTERM") };
}
