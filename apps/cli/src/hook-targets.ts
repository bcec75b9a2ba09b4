import { absolutePath, type Home, socketAddress, tokenHeaderFile } from "@hookline/core/client";
import { findSignalClient, type HookTargets } from "@hookline/hooks";

/** Works out what is baked into a hook: where it leaves its record, and how it reaches the agent. */
export async function hookTargets(home: Home, env: NodeJS.ProcessEnv): Promise<HookTargets> {
  const client = await findSignalClient(env["PATH"]);
  return {
    spool: home.spool,
    pid: home.pid,
    poked: home.poked,
    runner: home.runnerScript,
    signal: client && {
      socket: absolutePath(socketAddress(home, process.platform).path),
      header: absolutePath(tokenHeaderFile(home)),
      client,
    },
  };
}
