import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { type AbsolutePath, absolutePath } from "@hookline/core/client";
import type { SignalClient } from "./script/signal-command.ts";

/**
 * Looks for a program with which a hook can poke the agent.
 *
 * Its absolute path is baked in, since a hook may run with no `PATH` at all:
 * curl, else netcat under coreutils' `timeout`. A netcat that cannot do `-U`
 * fails unheard, and the agent's watch on the spool remains.
 *
 * @param searchPath the value of `PATH`, if it is set
 */
export async function findSignalClient(
  searchPath: string | undefined,
): Promise<SignalClient | undefined> {
  const curl = await findProgram("curl", searchPath);
  if (curl !== undefined) return { kind: "curl", program: curl };
  const netcat = await findProgram("nc", searchPath);
  const timeout = await findProgram("timeout", searchPath);
  if (netcat === undefined || timeout === undefined) return undefined;
  return { kind: "netcat", program: netcat, timeout };
}

async function findProgram(name: string, searchPath = ""): Promise<AbsolutePath | undefined> {
  // A relative entry means another program in every repository.
  for (const folder of searchPath.split(delimiter).filter((entry) => isAbsolute(entry))) {
    const program = join(folder, name);
    try {
      await access(program, constants.X_OK);
      if ((await stat(program)).isFile()) return absolutePath(program);
    } catch {
      // Not in this folder: the next one.
    }
  }
  return undefined;
}
