import { connect, createServer, type Socket } from "node:net";

/** How a connection misbehaves. Bytes are counted over both directions of one connection. */
export interface TcpFault {
  /** Resets at once. */
  readonly refuses?: true;
  /** Passes on this many bytes, then none, and keeps the connection open. */
  readonly silentAfter?: number;
  /** Passes on this many bytes, then resets. */
  readonly resetsAfter?: number;
  /** Passes on this many bytes, then closes as if all were said. */
  readonly endsAfter?: number;
  /** Turns one bit over in what the server says, this many of its bytes in. */
  readonly flipsAt?: number;
  readonly bytesPerSecond?: number;
}

/** A line to a server that can be disturbed while it is in use. */
export interface FaultyLine {
  readonly port: number;
  /** What happens to connections from now on; `{}` for nothing. */
  disturb: (fault: TcpFault) => void;
  readonly close: () => Promise<void>;
}

/** Listens on a port of its own and passes everything on to another one of this machine. */
export async function faultyLine(serverPort: number): Promise<FaultyLine> {
  let fault: TcpFault = {};
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    return socket;
  };
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    track(client);
    if (fault.refuses) return void client.resetAndDestroy();
    const server = track(connect({ port: serverPort, host: "127.0.0.1", allowHalfOpen: true }));
    join(client, server, fault);
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    disturb(next) {
      fault = next;
    },
    close: () =>
      new Promise((closed) => {
        listener.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function join(client: Socket, server: Socket, fault: TcpFault): void {
  const passed = { inAll: 0, ofServer: 0 };
  pipe(client, server, (chunk) => {
    passed.inAll += chunk.length;
    return chunk;
  });
  pipe(server, client, (chunk) => {
    const at = (fault.flipsAt ?? Number.POSITIVE_INFINITY) - passed.ofServer;
    passed.inAll += chunk.length;
    passed.ofServer += chunk.length;
    if (at < 0 || at >= chunk.length) return chunk;
    const flipped = Buffer.from(chunk);
    flipped.writeUInt8(chunk.readUInt8(at) ^ 1, at);
    return flipped;
  });

  function pipe(from: Socket, to: Socket, pass: (chunk: Buffer) => Buffer): void {
    from.on("error", () => to.destroy());
    from.on("end", () => to.end());
    from.on("data", (chunk: Buffer) => {
      const left = leftOf(fault, passed.inAll);
      const changed = pass(chunk).subarray(0, Math.max(left, 0));
      if (changed.length > 0) to.write(changed);
      if (chunk.length >= left) return stop();
      if (fault.bytesPerSecond === undefined) return;
      from.pause();
      setTimeout(() => from.resume(), (chunk.length * 1000) / fault.bytesPerSecond);
    });
  }

  function stop(): void {
    if (fault.silentAfter !== undefined) {
      // Whatever either side still says or does, the other never hears of it.
      for (const socket of [client, server]) {
        socket
          .removeAllListeners()
          .on("error", () => undefined)
          .resume();
      }
      return;
    }
    if (fault.resetsAfter !== undefined) client.resetAndDestroy();
    else client.end();
    server.destroy();
  }
}

/** The bytes that may still pass. */
function leftOf({ silentAfter, resetsAfter, endsAfter }: TcpFault, passed: number): number {
  return Math.min(...[silentAfter, resetsAfter, endsAfter].map((n) => n ?? Infinity)) - passed;
}
