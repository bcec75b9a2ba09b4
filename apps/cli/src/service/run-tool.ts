import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { ToolAnswer, ToolCall } from "./service-manager.ts";

/** Stopping a service may take as long as its agent needs to end. */
const DEADLINE_MS = 60_000;
const MOST_OUTPUT = 64 * 1024;

/** Calls a manager's own tool and waits for its end. Never rejects. */
export function runTool({ words }: ToolCall, env: NodeJS.ProcessEnv): Promise<ToolAnswer> {
  const [program, ...args] = words;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: toolEnvironment(env),
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    // spawn's own `timeout` goes on where the program could not be started, and would hold this process.
    const deadline = setTimeout(() => child.kill("SIGKILL"), DEADLINE_MS);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output = (output + text).slice(0, MOST_OUTPUT);
      });
    child.once("error", (error) => {
      clearTimeout(deadline);
      resolve({ kind: "silent", problem: error.message });
    });
    child.once("close", (code) => {
      clearTimeout(deadline);
      resolve(
        code === null
          ? { kind: "silent", problem: `\`${program}\` did not end.` }
          : { kind: "ended", code, output: output.trim() },
      );
    });
  });
}

/** In English, and with the place of the user's own bus, which `su`, cron and ssh may not tell. */
function toolEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const runtime = `/run/user/${process.getuid?.() ?? ""}`;
  return {
    ...(existsSync(runtime) ? { XDG_RUNTIME_DIR: runtime } : {}),
    ...env,
    LC_ALL: "C",
    SYSTEMD_COLORS: "0",
  };
}
