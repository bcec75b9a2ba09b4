import { once } from "node:events";
import { lstatSync, rmSync } from "node:fs";
import type { Server } from "node:net";
import { errorCode } from "../error-code.ts";
import { ProtocolError } from "../errors.ts";
import type { Log } from "../log/events.ts";
import { isListening } from "./probe.ts";
import type { SocketAddress } from "./socket-path.ts";

const PROBE_MS = 300;

/**
 * Binds the server to its address, in the place of an agent that died there.
 *
 * The caller holds the agent's lock, and lets go of it only after `close`. Without that, two
 * starts could each take the other's fresh socket for a stale one; and a server that closes
 * late would unlink the socket of its successor (nodejs/node#19729).
 *
 * @throws ProtocolError `agent-running` when someone answers there, `not-a-socket` when
 * something else stands in the place; it is never deleted
 */
export async function listen(server: Server, address: SocketAddress, log: Log): Promise<void> {
  if (!(await bind(server, address))) {
    refuseOthers(address);
    if (address.folder === null || (await isListening(address.path, PROBE_MS))) {
      throw agentRunning(address);
    }
    rmSync(address.path, { force: true });
    log("socket.taken-over", { address: address.path });
    if (!(await bind(server, address))) throw agentRunning(address);
  }
  log("socket.listening", { address: address.path });
}

/** Returns whether the server now listens; false when the address is taken. */
async function bind(server: Server, address: SocketAddress): Promise<boolean> {
  const listening = once(server, "listening");
  // The socket is made inside this call, so no file of others is born under this mask.
  const mask = process.umask(0o077);
  server.listen(address.path);
  process.umask(mask);
  try {
    await listening;
    return true;
  } catch (error) {
    if (errorCode(error) === "EADDRINUSE") return false;
    throw new ProtocolError(`The agent cannot listen on ${address.path}.`, {
      code: "socket-unusable",
      hint: "Check that its folder is yours and writable, and that the disk has room.",
      cause: error,
    });
  }
}

function refuseOthers({ folder, path }: SocketAddress): void {
  if (folder === null) return;
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined || there.isSocket()) return;
  throw new ProtocolError(`${path} is no socket, so the agent cannot listen there.`, {
    code: "not-a-socket",
    hint: "Look at what it is, then move it away and start the agent again.",
  });
}

function agentRunning({ path }: SocketAddress): ProtocolError {
  return new ProtocolError(`An agent already listens on ${path}.`, {
    code: "agent-running",
    hint: "Use that one (`hookline status`), or end it first with `hookline stop`.",
  });
}
