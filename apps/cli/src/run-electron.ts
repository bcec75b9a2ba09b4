import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ConfigError, EXIT, type ExitCode } from "@hookline/core/client";
import type { Context } from "./context.ts";

const CLI_MAIN = fileURLToPath(new URL("./main.js", import.meta.url));

/**
 * Runs the tray in Electron until somebody quits it.
 *
 * @throws ConfigError where it was not built, or ends at once
 */
export async function runElectron({ env }: Context, program: string): Promise<ExitCode> {
  const main = fileURLToPath(import.meta.resolve("@hookline/tray/electron"));
  if (!existsSync(main)) {
    throw new ConfigError("The Electron shell was not built.", {
      code: "no-electron-main",
      hint: "Run `npm run setup`, or use --shell native on Linux.",
    });
  }
  const child = spawn(program, [main], {
    env: { ...env, HOOKLINE_CLI: CLI_MAIN },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code === 0) return EXIT.inSync;
  throw new ConfigError(`Electron ended with ${code === null ? "a signal" : `code ${code}`}.`, {
    code: "electron-ended",
    hint: "See what it said above; `--shell native` works without it on Linux.",
  });
}
