import { createServer, type Server, type Socket } from "node:net";

/** What a server does once a request has arrived. It may write, end, or let the caller hang. */
export type Mood = (socket: Socket, request: string) => void;

/** A server on a Unix socket that does whatever its mood is. */
export interface LyingServer {
  /** The requests so far, as they came. */
  readonly requests: readonly string[];
  /** Lets go of everyone and ends. */
  readonly close: () => Promise<void>;
}

/** Listens at `path`; every connection is answered by `mood` as soon as its request's head is there. */
export async function listenAndLie(path: string, mood: Mood): Promise<LyingServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    let head = "";
    // A caller that leaves in the middle of a lie is no news.
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    socket.setEncoding("latin1").on("data", (part: string) => {
      const had = head.includes("\r\n\r\n");
      head += part;
      if (had || !head.includes("\r\n\r\n")) return;
      requests.push(head);
      mood(socket, head);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { requests, close };
}

/** A whole answer in one piece. */
export function reply(status: string, body: string | Buffer): Mood {
  return (socket) => {
    const length = Buffer.byteLength(body);
    socket.write(`HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nConnection: close\r\n`);
    socket.write(`Content-Length: ${length}\r\n\r\n`);
    socket.end(body);
  };
}

/** How often an endless answer goes on. */
const BEAT_MS = 5;

/** An answer that never ends: `head`, then `piece` over and over, for as long as the caller reads. */
export function endless(head: string, piece: string, everyMs = BEAT_MS): Mood {
  return (socket) => {
    socket.write(head);
    const timer = setInterval(() => {
      // A caller that does not read must not fill our memory.
      if (socket.writableLength < 1024 * 1024) socket.write(piece);
    }, everyMs);
    socket.once("close", () => clearInterval(timer));
  };
}
