import { spawn } from "node:child_process";
import { platform } from "node:os";
import { type AbsolutePath, signalGroup } from "@hookline/core/client";

/** How a hook ended, and the first that it said. */
export interface HookEnd {
  readonly kind: "ended" | "hung" | "not-started";
  readonly said: string;
}

/** How a hook is run. */
export interface RunOptions {
  readonly repo: AbsolutePath;
  readonly env: NodeJS.ProcessEnv;
  /** After so long a hook is killed, with all that it started. */
  readonly deadlineMs: number;
}

const MOST_SAID = 500;

/** How long what an ended hook has said may be under way. */
const LAST_WORDS_MS = 100;

/**
 * Runs a script with sh from the top of a work tree, as git runs a hook.
 *
 * Never rejects, and settles in time whatever the script does. It should be our own part of a hook,
 * and nothing of anyone else's.
 */
export function runPart(script: string, { repo, env, deadlineMs }: RunOptions): Promise<HookEnd> {
  return new Promise((resolve) => {
    const child = spawn("sh", ["-c", script], {
      cwd: repo,
      env,
      stdio: ["ignore", "ignore", "pipe"],
      detached: platform() !== "win32",
      windowsHide: true,
    });
    let said = "";
    const end = (kind: HookEnd["kind"]): void => {
      clearTimeout(timer);
      // Whoever still holds it is no longer waited for.
      child.stderr.destroy();
      resolve({ kind, said: said.trim() });
    };
    const timer = setTimeout(() => {
      signalGroup(child, "SIGKILL");
      end("hung");
    }, deadlineMs);
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(0, MOST_SAID);
    });
    child.stderr.on("error", () => undefined);
    child.on("error", (problem) => {
      said = problem.message;
      end("not-started");
    });
    child.on("close", () => end("ended"));
    // Something that it started may keep stderr open for ever.
    child.on("exit", () => setTimeout(() => end("ended"), LAST_WORDS_MS));
  });
}
