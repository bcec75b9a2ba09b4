import { absolutePath, type Home, socketAddress, tokenHeaderFile } from "@hookline/core/client";
import { findSignalClient, type HookTargets } from "@hookline/hooks";

/** Works out what is baked into a hook: where it leaves its record, and how it pokes the agent. */
export async function hookTargets(home: Home, env: NodeJS.ProcessEnv): Promise<HookTargets> {
  const client = await findSignalClient(env["PATH"]);
  return {
    spool: home.spool,
    signal: client && {
      socket: absolutePath(socketAddress(home, process.platform).path),
      header: absolutePath(tokenHeaderFile(home)),
      client,
    },
  };
}
