import { join } from "node:path";
import { LOG_NAME } from "@hookline/core";
import { tilde } from "@hookline/core/words";
import type { Context } from "../context.ts";

/** Says that an agent runs, as which process, and where it writes what it does. */
export function agentLine({ out, env, home }: Context, what: string, pid: number): string {
  const log = tilde(join(home.logs, LOG_NAME), env["HOME"]);
  return `${out.paint("good", "✓")} ${what} (pid ${pid}). Log: ${log}.`;
}
