import { once } from "node:events";
import { type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";

/** A reply as it came. */
export interface RawReply {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** Sends a well-formed HTTP request, whatever it holds. */
export async function send(
  address: string,
  method: string,
  path: string,
  headers: OutgoingHttpHeaders = {},
  body: string | Uint8Array = "",
): Promise<RawReply> {
  const asked = request({ socketPath: address, method, path, headers, agent: false });
  const reply = once(asked, "response") as Promise<[IncomingMessage]>;
  // Whoever is refused half-way through a body may see the connection break as well.
  asked.on("error", () => {});
  asked.end(body);
  const [response] = await reply;
  let text = "";
  for await (const chunk of response.setEncoding("utf8") as AsyncIterable<string>) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}

/** The code of a refusal. */
export function refusalCode({ text }: RawReply): string {
  const body = JSON.parse(text) as { error: { code: string; message: string } };
  return body.error.code;
}

/** A request line and headers for a peer that writes bytes itself. */
export function requestHead(line: string, ...headers: string[]): string {
  return [`${line} HTTP/1.1`, "Host: h", ...headers, "", ""].join("\r\n");
}

/** A peer that writes bytes of its own choice. */
export interface RawPeer {
  readonly socket: Socket;
  /** Everything received, once the server has closed the connection. */
  readonly closed: Promise<string>;
}

/** Connects without speaking. */
export async function rawPeer(address: string): Promise<RawPeer> {
  const socket = connect({ path: address, allowHalfOpen: true });
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
  });
  // The server hanging up is what these tests are about.
  socket.on("error", () => {});
  const closed = new Promise<string>((resolve) => {
    socket.once("end", () => socket.destroy());
    socket.once("close", () => resolve(text));
  });
  await Promise.race([once(socket, "connect"), closed]);
  return { socket, closed };
}

/** Writes bytes, says no more, and returns what came back. */
export async function sendBytes(address: string, bytes: string | Uint8Array): Promise<string> {
  const { socket, closed } = await rawPeer(address);
  socket.end(bytes);
  return closed;
}
