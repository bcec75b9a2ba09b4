import { createServer, type IncomingMessage, request as send } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { serveOverHttp } from "../../src/git/http-server.ts";

/** A reply that stands in for the server's own. */
export interface FrontReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How long it takes. */
  readonly afterMs?: number;
}

/** A reply in place of the server's own, or `null` to let the server answer. */
export type FrontRule = (request: IncomingMessage) => FrontReply | null;

/** A web server of repositories that answers as it is told to. */
export interface HttpFront {
  readonly port: number;
  readonly url: (name: string, credentials?: string) => string;
  rule: (next: FrontRule) => void;
  readonly requests: () => number;
  readonly close: () => Promise<void>;
}

/** What a server says to who has not said who they are. */
export const ASK_WHO: FrontReply = {
  status: 401,
  headers: { "WWW-Authenticate": 'Basic realm="git"' },
};

/** Lets in whoever gives this name and password. */
export function onlyFor(credentials: string): FrontRule {
  const header = `Basic ${Buffer.from(credentials).toString("base64")}`;
  return (request) => (request.headers.authorization === header ? null : ASK_WHO);
}

/** Puts a front with faults before git's own http-backend(1). */
export async function httpFront(folder: AbsolutePath, env: NodeJS.ProcessEnv): Promise<HttpFront> {
  const backend = await serveOverHttp(folder, env);
  let rule: FrontRule = () => null;
  let requests = 0;
  const front = createServer((request, response) => {
    requests += 1;
    const reply = rule(request);
    if (reply !== null) {
      void sleep(reply.afterMs ?? 0).then(() =>
        response.writeHead(reply.status, reply.headers).end(reply.body),
      );
      return;
    }
    const { method, url, headers } = request;
    const passed = send({ port: backend.port, host: "127.0.0.1", method, path: url, headers });
    passed.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  const address = front.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    port,
    url: (name, credentials) =>
      `http://${credentials === undefined ? "" : `${credentials}@`}127.0.0.1:${port}/${name}`,
    rule(next) {
      rule = next;
    },
    requests: () => requests,
    async close() {
      await new Promise<void>((closed) => {
        front.close(() => closed());
        front.closeAllConnections();
      });
      await backend.close();
    },
  };
}
