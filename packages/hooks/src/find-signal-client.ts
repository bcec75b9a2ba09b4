import { findProgram, SYSTEM_FOLDERS } from "./find-program.ts";
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
  systemFolders = SYSTEM_FOLDERS,
): Promise<SignalClient | undefined> {
  const find = (name: string) => findProgram(name, searchPath, systemFolders);
  const curl = await find("curl");
  const timeout = await find("timeout");
  if (curl !== undefined) return { kind: "curl", program: curl, timeout };
  const netcat = await find("nc");
  if (netcat === undefined || timeout === undefined) return undefined;
  return { kind: "netcat", program: netcat, timeout };
}
