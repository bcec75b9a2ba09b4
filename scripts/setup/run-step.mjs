import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { root, stateFolder } from "./checkout.mjs";
import { SetupFailure } from "./failure.mjs";
import { startProgress } from "./progress.mjs";

const TAIL_LINES = 25;
const STOP_SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Runs one tool quietly: a progress line for the person, the whole output into a log.
 *
 * @param {object} step
 * @param {string} step.name names the log file
 * @param {string} step.label what the person reads
 * @param {string} step.command
 * @param {readonly string[]} step.args constants of ours: Windows passes them through its shell
 * @param {string} step.hint what to do when the tool fails
 * @throws {SetupFailure} with the end of the output and the path of the log
 */
export async function runStep({ name, label, command, args, hint }) {
  const log = join(stateFolder, `${name}.log`);
  const endProgress = startProgress(label);
  const { status, output, stoppedBy } = await run(command, args);
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(log, output);
  endProgress(stoppedBy !== undefined ? "stopped" : status === 0 ? "done" : "failed");
  if (stoppedBy !== undefined) process.exit(128 + constants.signals[stoppedBy]);
  if (status === 0) return;
  const tail = output.trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
  console.error(`\n${tail}`);
  throw new SetupFailure(`${label}: exit code ${status}.`, `${hint}\nThe whole output: ${log}`);
}

/**
 * Runs the tool to its end. A signal to us is handed on and reported once the tool is gone,
 * so that the setup lock outlives the tool; a second one ends us at once.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<{ status: number; output: string; stoppedBy: NodeJS.Signals | undefined }>}
 */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: toolEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    /** @type {NodeJS.Signals | undefined} */
    let stoppedBy;
    /** @param {NodeJS.Signals} signal */
    const stop = (signal) => {
      stoppedBy = signal;
      child.kill(signal);
    };
    for (const signal of STOP_SIGNALS) process.once(signal, stop);

    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const each of STOP_SIGNALS) process.off(each, stop);
      if (signal !== null) output += `ended by ${signal}\n`;
      resolve({ status: code ?? 1, output, stoppedBy });
    });
  });
}

/** Tools find the project's own binaries first, so that Node 24 builds, and nobody phones home. */
function toolEnvironment() {
  const bin = join(root, "node_modules", ".bin");
  return {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`,
    TURBO_TELEMETRY_DISABLED: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
    NO_COLOR: "1",
  };
}
