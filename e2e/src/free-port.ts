import { createServer } from "node:net";

/** Below the ports that Linux, macOS and Windows give to outgoing connections, which come and go at any time. */
const FIRST = 20_000;
const COUNT = 10_000;

let next = (process.pid * 100) % COUNT;

/**
 * Finds a port on which nobody listens, and which stays free until someone asks for it by number:
 * a server can be stopped and started again on it. Processes that run side by side look in
 * different places.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + next;
    next = (next + 1) % COUNT;
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
