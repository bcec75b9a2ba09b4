import { spawn } from "node:child_process";
import { constants } from "node:os";
import { node24 } from "./checkout.mjs";

const PARENT_POLL_MS = 500;

/**
 * Runs Node 24 in our place: our terminal, our signals, and its exit code as the answer.
 *
 * A terminal sends Ctrl-C to every process in the foreground, the child included, so that one
 * is not handed on: the child would be told twice. Without a terminal it is. We outlive the
 * child in every case, so the prompt comes back only after its last word.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} 128 + n when signal n ended the child, as shells say it
 */
export function runNode24(args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(node24, args, { stdio: "inherit", env });
    const fromTerminal = process.stdin.isTTY || process.stdout.isTTY;
    process.on("SIGINT", () => fromTerminal || child.kill("SIGINT"));
    process.on("SIGHUP", () => fromTerminal || child.kill("SIGHUP"));
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    endWithNpm(child);
    child.on("error", reject);
    child.on("exit", (code, signal) =>
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]),
    );
  });
}

/**
 * Tells the child to stop when npm was told to: npm hands SIGTERM only to the shell that it
 * started us with, which dies of it and leaves us behind.
 *
 * @param {import("node:child_process").ChildProcess} child
 */
function endWithNpm(child) {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, PARENT_POLL_MS);
  watch.unref();
}
