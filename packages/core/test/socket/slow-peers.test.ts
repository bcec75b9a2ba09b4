import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aServer, type TestServer } from "./a-server.ts";
import { aRepository } from "./a-status.ts";
import { expectUnharmed } from "./expect-unharmed.ts";
import { rawPeer, requestHead } from "./raw-peer.ts";

let it: TestServer;

beforeEach(async () => {
  it = await aServer({ limits: { headersMs: 100, requestMs: 60_000, checkEveryMs: 20 } });
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

test.each([
  ["silence", ""],
  ["half a request line", "GET /v1/sta"],
  ["half of the headers", "GET /v1/status HTTP/1.1\r\nHost: h\r\nAuth"],
])("%s ends in a refusal after the deadline", async (_what, bytes) => {
  const { socket, closed } = await rawPeer(it.server.address);
  socket.write(bytes);
  expect(await closed).toMatch(/^HTTP\/1\.1 408 .*"too-slow"/s);
});

test("half a body ends in a refusal after the deadline", async () => {
  await it.end();
  it = await aServer({ limits: { headersMs: 200, requestMs: 200, checkEveryMs: 20 } });
  const { socket, closed } = await rawPeer(it.server.address);
  socket.write(
    authorized("POST /v1/looks", "Content-Type: application/json", "Content-Length: 100"),
  );
  socket.write('{"repository":');
  expect(await closed).toMatch(/^HTTP\/1\.1 408 .*"too-slow"/s);
});

test("a request that drips byte by byte does not outlast the deadline", async () => {
  const { socket, closed } = await rawPeer(it.server.address);
  const bytes = Buffer.from(authorized("GET /v1/status", `X: ${"x".repeat(4096)}`));
  let sent = 0;
  const drip = setInterval(() => socket.write(bytes.subarray(sent, (sent += 1))), 5);
  expect(await closed).toMatch(/^HTTP\/1\.1 408 /);
  clearInterval(drip);
  expect(sent).toBeLessThan(bytes.length);
});

test("a peer that does not read its reply is cut off", async () => {
  const served = Promise.withResolvers<AbortSignal>();
  const big = { ...aRepository, warnings: ["x".repeat(8 * 1024 * 1024)] };
  await it.end();
  it = await aServer({
    limits: { replyMs: 100 },
    handlers: {
      look: (_request, signal) => {
        served.resolve(signal);
        const done = { pushed: 0, pulled: 0, rescued: [], durationMs: 0 };
        return Promise.resolve({ results: [{ path: big.path, status: big, ...done }] });
      },
    },
  });
  const body = '{"repository":null,"wait":true}';
  const { socket, closed } = await rawPeer(it.server.address);
  socket.pause();
  socket.write(
    authorized(
      "POST /v1/looks",
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
    ) + body,
  );
  const signal = await served.promise;
  if (!signal.aborted) await once(signal, "abort");
  socket.resume();
  const text = await closed;
  expect(text).toMatch(/^HTTP\/1\.1 200 /);
  expect(text.length).toBeLessThan(8 * 1024 * 1024);
});
