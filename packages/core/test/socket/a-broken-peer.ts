import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { findHome, type Home } from "../../src/home.ts";
import { socketAddress } from "../../src/socket/socket-path.ts";
import type { Scratch } from "../../src/testing/scratch.ts";

/** A program on the agent's address that is no agent. */
export interface BrokenPeer {
  readonly home: Home;
  readonly end: () => Promise<void>;
}

/** Listens where the agent of a scratch home would, and treats each connection its own way. */
export async function aBrokenPeer(
  scratch: Scratch,
  treat: (socket: Socket, server: Server) => void,
): Promise<BrokenPeer> {
  const home = findHome({ HOOKLINE_HOME: scratch.path("state") });
  mkdirSync(home.run, { recursive: true, mode: 0o700 });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    treat(socket, server);
  });
  server.listen(socketAddress(home, process.platform).path);
  await once(server, "listening");
  return {
    home,
    async end() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
