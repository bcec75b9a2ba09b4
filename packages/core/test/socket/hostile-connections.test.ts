import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SERVER_LIMITS } from "../../src/socket/server-limits.ts";
import { aServer, type TestServer } from "./a-server.ts";
import { expectUnharmed } from "./expect-unharmed.ts";
import { type RawPeer, rawPeer, requestHead, sendBytes } from "./raw-peer.ts";

let it: TestServer;

beforeEach(async () => {
  it = await aServer();
});
afterEach(async () => {
  try {
    await expectUnharmed(it);
  } finally {
    await it.end();
  }
});

const authorized = (line: string, ...headers: string[]): string =>
  requestHead(line, `Authorization: ${it.authorization}`, ...headers);

test("a body without end is cut off at the limit", async () => {
  const { socket, closed } = await rawPeer(it.server.address);
  socket.write(
    authorized("POST /v1/looks", "Content-Type: application/json", "Transfer-Encoding: chunked"),
  );
  const chunk = `4000\r\n${"x".repeat(0x4000)}\r\n`;
  const pour = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on("drain", pour);
  pour();
  expect(await closed).toMatch(/^HTTP\/1\.1 413 /);
});

test("huge headers are refused", async () => {
  const one = authorized("GET /v1/status", `X: ${"x".repeat(64 * 1024)}`);
  const many = authorized("GET /v1/status", ...Array.from({ length: 2_000 }, () => "X: yyyyyyyy"));
  const path = authorized(`GET /${"x".repeat(64 * 1024)}`);
  for (const bytes of [one, many, path]) {
    expect(await sendBytes(it.server.address, bytes)).toMatch(
      /^HTTP\/1\.1 431 .*"headers-too-large"/s,
    );
  }
});

test("garbage is answered as no HTTP, or not at all", async () => {
  for (const bytes of ["\0\0\0\0", "hello\r\n\r\n", "\x16\x03\x01\x02\0\x01", "\r\n\r\n\r\n"]) {
    const text = await sendBytes(it.server.address, bytes);
    expect(text).toMatch(/^$|^HTTP\/1\.1 400 .*"bad-request"/s);
  }
});

test("smuggled lengths are refused", async () => {
  for (const lengths of [
    ["Content-Length: 1", "Content-Length: 2"],
    ["Content-Length: 1", "Transfer-Encoding: chunked"],
    ["Content-Length: -1"],
    ["Transfer-Encoding: chunked, identity"],
  ]) {
    const bytes = authorized("POST /v1/stop", ...lengths);
    expect(await sendBytes(it.server.address, bytes)).toMatch(/^HTTP\/1\.1 400 /);
  }
});

test("of pipelined requests only the first is served", async () => {
  const first = requestHead("GET /healthz");
  const rest = authorized("POST /v1/stop", "Content-Length: 0").repeat(3);
  const text = await sendBytes(it.server.address, first + rest);
  expect(text.match(/HTTP\/1\.1 200 /g)).toHaveLength(1);
  expect(text).not.toContain("HTTP/1.1 202 ");
});

test("a connection ends with its reply, even for a peer that would keep it", async () => {
  const { socket, closed } = await rawPeer(it.server.address);
  socket.once("data", () => socket.write(requestHead("GET /healthz", "Connection: keep-alive")));
  socket.write(requestHead("GET /healthz", "Connection: keep-alive"));
  expect((await closed).match(/HTTP\/1\.1 /g)).toHaveLength(1);
});

test("an upgrade is not followed", async () => {
  const bytes = authorized("GET /v1/nothing", "Connection: Upgrade", "Upgrade: websocket");
  expect(await sendBytes(it.server.address, bytes)).toMatch(/^HTTP\/1\.1 404 /);
  expect(await sendBytes(it.server.address, authorized("CONNECT evil.example:80"))).toBe("");
});

test("two hundred connections at once leave at most the limit open", async () => {
  const peers: RawPeer[] = await Promise.all(
    Array.from({ length: 200 }, () => rawPeer(it.server.address)),
  );
  let turnedAway = 0;
  for (const { closed } of peers) void closed.then(() => (turnedAway += 1));
  await expect.poll(() => turnedAway, { timeout: 30_000 }).toBe(200 - SERVER_LIMITS.connections);
  for (const { socket } of peers) socket.destroy();
});

test("a thousand frames of garbage change nothing", async () => {
  const lines = ["GET /healthz", "POST /v1/stop", "POST /v1/looks", "GET /v1/status", "PRI *"];
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(...lines).map((line) => Buffer.from(requestHead(line))),
    fc.constantFrom(...lines).map((line) => Buffer.from(`${line} HTTP/1.1\r\n`)),
    fc
      .tuple(fc.constantFrom("Content-Length", "Transfer-Encoding", "Host", "Expect"), fc.string())
      .map(([name, value]) => Buffer.from(`${name}: ${value}\r\n`)),
    fc.string({ unit: "binary", maxLength: 100 }).map((text) => Buffer.from(text)),
  );
  const frame = fc.array(piece, { minLength: 1, maxLength: 6 }).map((p) => Buffer.concat(p));
  await fc.assert(
    fc.asyncProperty(frame, async (bytes) => {
      await sendBytes(it.server.address, bytes);
      expect(it.calls).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});
