import { readFile } from "node:fs/promises";
import { shQuote } from "../../src/script/sh-quote.ts";
import { findProgram } from "../shells.ts";
import { type HookRunner, hookLine } from "./hostile-suite.ts";
import { observeRun } from "./observe-run.ts";

/** Makes a terminal for a command. */
const program = process.platform === "linux" ? findProgram("script") : undefined;

/** Why no terminal can be had here, if so. */
export const NO_TERMINAL: string | undefined =
  program === undefined ? "there is no `script` of util-linux" : undefined;

/**
 * Runs the hook with a terminal on stdin and stderr, where a person would read what it says.
 *
 * Its stdout goes to a file, so that what a terminal shows is stderr alone.
 */
export const inTerminal: HookRunner = async (world, { shell, event }, condition) => {
  const stdout = `${world.root}.stdout`;
  const script = `exec >${shQuote(stdout)}; ${condition.script ?? 'exec "$@"'}`;
  const words = ["/bin/sh", "-c", script, "sh", ...hookLine(world, shell, event)];
  const line = words.map(shQuote).join(" ");
  const env = { ...(condition.env?.(world) ?? world.env), SHELL: "/bin/sh" };
  const options = { cwd: world.repo, env, pipes: condition.pipes };
  const seen = await observeRun(
    program ?? "script",
    ["-q", "-e", "-c", line, "/dev/null"],
    options,
  );
  // A terminal ends its lines with both characters.
  const stderr = seen.stdout.replaceAll("\r\n", "\n");
  return { ...seen, stdout: await readFile(stdout, "latin1"), stderr: stderr + seen.stderr };
};
