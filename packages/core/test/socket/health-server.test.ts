import { once } from "node:events";
import { type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { hostname } from "node:os";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { type HealthServer, startHealthServer } from "../../src/socket/health-server.ts";
import { readListenAddress } from "../../src/socket/listen-address.ts";
import type { ServerLimits } from "../../src/socket/server-limits.ts";
import type { Status } from "../../src/socket/status-schema.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { aRepository, aStatus } from "./a-status.ts";
import { refusalCode } from "./raw-peer.ts";

let server: HealthServer;
let status: Status;

async function start(limits: Partial<ServerLimits> = {}, address = "127.0.0.1:0") {
  return startHealthServer({
    address: readListenAddress(address),
    handlers: { status: () => status, metrics: () => "hookline_up 1\n" },
    identity: { pid: 4711, version: "1.2.3", drains: false },
    clock: systemClock,
    log: memoryLog().log,
    limits,
  });
}

beforeEach(async () => {
  status = aStatus;
  server = await start();
});
afterEach(() => server.close());

const port = () => Number(server.address.replace(/.*:/, ""));

async function ask(method: string, path: string, headers: OutgoingHttpHeaders = {}, body = "") {
  const asked = request({ host: "127.0.0.1", port: port(), method, path, headers, agent: false });
  const reply = once(asked, "response") as Promise<[IncomingMessage]>;
  asked.on("error", () => {});
  asked.end(body);
  const [response] = await reply;
  let text = "";
  for await (const chunk of response.setEncoding("utf8") as AsyncIterable<string>) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}

/** What comes back for bytes, until the server hangs up. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(port(), "127.0.0.1");
  let text = "";
  socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
  socket.on("error", () => {});
  socket.write(bytes);
  await once(socket, "close");
  return text;
}

describe("the probes", () => {
  test("liveness: the agent answers, whatever its repositories do", async () => {
    const reply = await ask("GET", "/healthz");
    expect([reply.status, JSON.parse(reply.text)]).toEqual([
      200,
      { ok: true, pid: 4711, version: "1.2.3", drains: false },
    ]);
  });

  test("readiness: 503 with the reasons, then 200", async () => {
    const notYet = await ask("GET", "/readyz");
    expect([notYet.status, JSON.parse(notYet.text)]).toEqual([
      503,
      {
        ready: false,
        reasons: [{ repository: aRepository.path, says: "The remote cannot be reached." }],
      },
    ]);
    const lastSuccessAt = "2026-01-01T00:00:00.500Z";
    status = { ...aStatus, repositories: [{ ...aRepository, lastSuccessAt }] };
    const ready = await ask("GET", "/readyz");
    expect([ready.status, JSON.parse(ready.text)]).toEqual([200, { ready: true, reasons: [] }]);
  });

  test("metrics: in Prometheus' own media type", async () => {
    const reply = await ask("GET", "/metrics");
    expect([reply.status, reply.text]).toEqual([200, "hookline_up 1\n"]);
    expect(reply.headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
  });
});

describe("nothing else is there", () => {
  test.each([
    "/",
    "/v1/status",
    "/v1/events",
    "/v1/looks",
    "/v1/stop",
    "/healthz/",
    "/healthz?x=1",
    "//healthz",
    "/../healthz",
    "/%68ealthz",
    "http://127.0.0.1/healthz",
  ])("no %s", async (path) => {
    expect(refusalCode(await ask("GET", path))).toBe("unknown-route");
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])("no %s", async (method) => {
    const reply = await ask(method, "/metrics", {}, method === "POST" ? "x".repeat(2000) : "");
    expect([reply.status, refusalCode(reply)]).toEqual([405, "wrong-method"]);
  });
});

describe("a web page learns nothing", () => {
  test.each([
    ["evil.example"],
    ["127.0.0.1.evil.example"],
    ["evil.example:9464"],
    ["localhost.evil.example"],
    ["[::1].evil.example"],
    ["evil.example@127.0.0.1"],
  ])("that has its own name lead here: %j", async (host) => {
    const reply = await ask("GET", "/metrics", { host });
    expect([reply.status, refusalCode(reply)]).toEqual([403, "host-refused"]);
  });

  test.each([["null"], ["http://127.0.0.1:9464"], ["https://evil.example"]])(
    "of the origin %s",
    async (origin) => {
      expect(refusalCode(await ask("GET", "/metrics", { origin }))).toBe("origin-refused");
    },
  );

  test.each([
    ["127.0.0.1"],
    ["localhost:1"],
    ["[::1]:9464"],
    ["hookline:9464"],
    ["10.1.2.3"],
    [hostname()],
  ])("and a monitor that names us as %s does", async (host) => {
    expect((await ask("GET", "/metrics", { host })).status).toBe(200);
  });
});

describe("what a peer may take is bounded", () => {
  test("headers", async () => {
    expect(
      await raw(`GET /metrics HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(10_000)}\r\n\r\n`),
    ).toMatch(/^HTTP\/1\.1 431 /);
  });

  test("time", async () => {
    await server.close();
    server = await start({ headersMs: 50, requestMs: 50, checkEveryMs: 10 });
    expect(await raw("GET /metrics HTTP/1.1\r\n")).toMatch(/^HTTP\/1\.1 408 |^$/);
  });

  test("connections, and there is room again afterwards", async () => {
    const crowd = Array.from({ length: 40 }, () =>
      connect(port(), "127.0.0.1").on("error", () => {}),
    );
    await Promise.all(
      crowd.map((socket) => Promise.race([once(socket, "connect"), once(socket, "close")])),
    );
    for (const socket of crowd) socket.destroy();
    await expect
      .poll(async () => (await ask("GET", "/healthz").catch(() => null))?.status)
      .toBe(200);
  });

  test("garbage", async () => {
    expect(await raw("\u0000\u0001garbage\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    expect((await ask("GET", "/healthz")).status).toBe(200);
  });

  test("one request a connection", async () => {
    const twice = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2);
    expect((await raw(twice)).match(/HTTP\/1\.1 200/g)).toHaveLength(1);
  });
});

describe("the address", () => {
  test.each([
    ["127.0.0.1:9464", { host: "127.0.0.1", port: 9464 }],
    ["localhost:0", { host: "localhost", port: 0 }],
    ["0.0.0.0:80", { host: "0.0.0.0", port: 80 }],
    ["[::1]:9464", { host: "::1", port: 9464 }],
  ])("%s", (text, address) => {
    expect(readListenAddress(text)).toEqual(address);
  });

  test.each([
    "",
    "9464",
    ":9464",
    "*:9464",
    "host:9464",
    "127.0.0.1",
    "127.0.0.1:99999",
    "::1:9464",
    "[127.0.0.1]:1",
    "http://127.0.0.1:1",
  ])("refuses %j", (text) => {
    expect(() => readListenAddress(text)).toThrow(
      expect.objectContaining({ code: "listen-address" }),
    );
  });

  test("that is taken is told", async () => {
    await expect(start({}, server.address)).rejects.toMatchObject({
      code: "listen-address",
      message: expect.stringContaining("EADDRINUSE"),
    });
  });
});
