import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { writePrivateFile } from "@hookline/core";
import { absolutePath, ConfigError } from "@hookline/core/client";
import { findSetsid, runnerScript } from "@hookline/hooks";
import type { Context } from "./context.ts";
import { SMALL_HEAP_FLAGS } from "./small-heap.ts";

/**
 * Writes the script with which hooks start a runner, where it is not there or is another.
 *
 * Called wherever Hookline is at hand, so that a Node or a Hookline that moved is found again.
 *
 * @throws ConfigError when it cannot be written
 */
export async function keepRunnerScript({
  home,
  env,
}: Pick<Context, "home" | "env">): Promise<void> {
  const script = runnerScript({
    node: absolutePath(process.execPath),
    flags: SMALL_HEAP_FLAGS,
    main: absolutePath(fileURLToPath(new URL("./runner/main.js", import.meta.url))),
    home: home.root,
    setsid: await findSetsid(env["PATH"]),
    env,
  });
  const there = await readFile(home.runnerScript, "utf8").catch(() => undefined);
  if (there === script) return;
  try {
    writePrivateFile(home.runnerScript, script);
  } catch (cause) {
    throw new ConfigError(`${home.runnerScript} cannot be written.`, {
      code: "state-folder",
      hint: "Make the state folder writable, or name another one with HOOKLINE_HOME.",
      cause,
    });
  }
}
