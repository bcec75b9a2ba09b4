import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AbsolutePath } from "../decide/brands.ts";
import { signalGroup } from "../process-group.ts";
import { gitEnvironment } from "./git-environment.ts";

/** A running server of bare repositories. */
export interface GitHttpServer {
  readonly port: number;
  /** The URL of a repository below the served folder. */
  readonly url: (name: string) => string;
  readonly close: () => Promise<void>;
}

/** A CGI reply's head is a few lines. */
const LARGEST_HEAD_BYTES = 64 * 1024;

/**
 * Serves the bare repositories of a folder over smart HTTP, on the loopback address only.
 *
 * The work is git's own `http-backend` (git-http-backend(1)), as behind any web server. Everyone
 * on this machine can fetch and push, so this is for playgrounds and tests.
 *
 * @param port 0 for any free one
 * @param admits says whether an `Authorization` header opens the repositories; without it, all do
 */
export function serveOverHttp(
  folder: AbsolutePath,
  env: NodeJS.ProcessEnv,
  port = 0,
  admits: (authorization: string | undefined) => boolean = () => true,
): Promise<GitHttpServer> {
  const server = createServer((request, response) => {
    if (admits(request.headers.authorization)) runBackend(folder, env, request, response);
    else response.writeHead(401, { "WWW-Authenticate": 'Basic realm="git"' }).end();
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      const used = typeof address === "object" && address !== null ? address.port : port;
      resolve({
        port: used,
        url: (name) => `http://127.0.0.1:${used}/${name}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

function runBackend(
  folder: AbsolutePath,
  env: NodeJS.ProcessEnv,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const backend = spawn("git", ["http-backend"], {
    cwd: folder,
    env: {
      // The repositories served here are real ones of a person: their hooks may run.
      ...gitEnvironment(env, {
        cause: "serve",
        overrides: [],
        sshCommand: undefined,
        hooks: true,
        indexFile: undefined,
        workTree: undefined,
        identity: undefined,
      }),
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      REQUEST_METHOD: request.method ?? "GET",
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: header(request, "content-type"),
      CONTENT_LENGTH: header(request, "content-length"),
      HTTP_CONTENT_ENCODING: header(request, "content-encoding"),
      GIT_PROTOCOL: header(request, "git-protocol"),
      // http-backend lets only a known user push.
      REMOTE_USER: "playground",
      REMOTE_ADDR: "127.0.0.1",
    },
    stdio: ["pipe", "pipe", "ignore"],
    windowsHide: true,
    detached: process.platform !== "win32",
  });
  backend.once("error", () => response.writeHead(500).end());
  // git may answer before it has read everything; that is its right.
  backend.stdin.on("error", () => undefined);
  request.pipe(backend.stdin);
  // The whole group: where a body ends too early, http-backend itself would spin for ever
  // (http-backend.c, pipe_fixed_length), and ending `git` alone does not end it.
  response.once("close", () => {
    if (!response.writableFinished) signalGroup(backend, "SIGKILL");
  });

  let head: Buffer | undefined = Buffer.alloc(0);
  backend.stdout.on("data", (chunk: Buffer) => {
    if (head === undefined) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return head.length > LARGEST_HEAD_BYTES ? void response.destroy() : undefined;
    writeHead(response, head.subarray(0, end).toString("latin1"));
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  backend.stdout.once("end", () => {
    if (head !== undefined && !response.headersSent) response.writeHead(500);
    response.end();
  });
}

/** Turns the head of a CGI reply (RFC 3875, section 6) into that of an HTTP reply. */
function writeHead(response: ServerResponse, head: string): void {
  let status = 200;
  for (const line of head.split("\r\n")) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === "status") status = Number.parseInt(value, 10);
    else if (colon > 0) response.setHeader(name, value);
  }
  response.writeHead(status);
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
}
