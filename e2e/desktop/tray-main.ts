import { spawn } from "node:child_process";
import { join } from "node:path";
import { findHome, openClient } from "@hookline/core/client";
import { PATIENCE, runNative } from "@hookline/tray";

/*
 * The real tray with an agent of its own, only less patient: what would be told after minutes is told
 * at once.
 */
const { env } = process;
const home = findHome(env);
const cli = join(import.meta.dirname, "..", "..", "apps", "cli", "dist", "main.js");

await runNative({
  client: openClient(home),
  home,
  env,
  starter: {
    start: () =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [cli, "start", "--detach"], { env, stdio: "ignore" });
        child.once("error", reject);
        child.once("exit", () => resolve());
      }),
  },
  startWords: [process.execPath, cli, "tray"],
  complain: (problem) => console.error(problem),
  opened: (close) => process.once("SIGTERM", () => void close()),
  patience: { ...PATIENCE, quietMs: 0, passingMs: 0 },
  beatMs: 500,
  browserFlags: ["--no-sandbox", "--test-type", "--disable-dev-shm-usage"],
});
