import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A TCP proxy in front of a server, which can stop passing anything on. */
export interface Tap {
  readonly port: number;
  /** From now on: connections are taken, and nothing comes back, as behind a broken firewall. */
  readonly close: () => void;
  readonly open: () => void;
  /** Resolves when a connection has come while it was closed. */
  readonly swallowed: () => Promise<void>;
  readonly end: () => void;
}

/** Starts a proxy to a port of this machine. */
export async function startTap(to: number): Promise<Tap> {
  let isOpen = true;
  let swallowed = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const server = createServer((from) => {
    sockets.add(from);
    from.on("error", () => from.destroy());
    if (!isOpen) {
      from.resume();
      swallowed.resolve();
      return;
    }
    const onward = connect(to, "127.0.0.1");
    onward.on("error", () => from.destroy());
    from.pipe(onward).pipe(from);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    close() {
      isOpen = false;
      swallowed = Promise.withResolvers<void>();
    },
    open() {
      isOpen = true;
    },
    swallowed: () => swallowed.promise,
    end() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
