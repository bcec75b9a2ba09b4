import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SERVER_LIMITS } from "../../src/socket/server-limits.ts";
import { aServer, type TestServer } from "./a-server.ts";
import { expectUnharmed } from "./expect-unharmed.ts";
import { refusalCode, requestHead, send, sendBytes } from "./raw-peer.ts";

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

const looks = (body: string | Uint8Array, headers = {}) =>
  send(
    it.server.address,
    "POST",
    "/v1/looks",
    { authorization: it.authorization, "content-type": "application/json", ...headers },
    body,
  );

test.each([
  ["no token", {}],
  ["an empty token", { authorization: "" }],
  ["a wrong token", { authorization: `Bearer ${"0".repeat(64)}` }],
  ["a wrong token of another length", { authorization: "Bearer 0" }],
  ["another scheme", { authorization: `Basic ${"0".repeat(64)}` }],
])("%s opens nothing, and does not tell which routes there are", async (_what, headers) => {
  for (const [method, path] of [
    ["GET", "/v1/status"],
    ["GET", "/v1/events"],
    ["POST", "/v1/signal"],
    ["POST", "/v1/looks"],
    ["POST", "/v1/reload"],
    ["POST", "/v1/stop"],
    ["GET", "/v1/nothing"],
  ] as const) {
    const reply = await send(it.server.address, method, path, headers);
    expect([path, reply.status, refusalCode(reply)]).toEqual([path, 401, "unauthorized"]);
  }
});

test("the token counts in its header only", async () => {
  const token = it.authorization.slice("Bearer ".length);
  const reply = await send(it.server.address, "GET", `/v1/status?token=${token}`);
  expect(refusalCode(reply)).toBe("unauthorized");
});

test.each(["http://localhost", "https://evil.example", "null", ""])(
  "a request with the Origin %j is refused even with the token, and on healthz",
  async (origin) => {
    for (const path of ["/v1/status", "/healthz"]) {
      const headers = { authorization: it.authorization, origin };
      const reply = await send(it.server.address, "GET", path, headers);
      expect([reply.status, refusalCode(reply)]).toEqual([403, "origin-refused"]);
    }
  },
);

test.each([
  "/v1/../v1/status",
  "/v1/./status",
  "/v1//status",
  "//v1/status",
  "/v1/status/",
  "/v1/status?",
  "/v1/%73tatus",
  "/v1/status%00",
  "/healthz/../v1/stop",
  "/healthz/..%2fv1%2fstop",
  "/healthz?/v1/stop",
  "/../../../../etc/passwd",
  "http://localhost/v1/status",
  "*",
  "/__proto__",
  "/constructor",
])("the path %s leads nowhere", async (path) => {
  const bytes = await sendBytes(
    it.server.address,
    requestHead(`GET ${path}`, `Authorization: ${it.authorization}`),
  );
  expect(bytes).toMatch(/^HTTP\/1\.1 (404|400) /);
  expect(await sendBytes(it.server.address, requestHead(`GET ${path}`))).toMatch(
    /^HTTP\/1\.1 (401|400) /,
  );
});

test.each([
  ["text", "text/plain", 415],
  ["a form", "application/x-www-form-urlencoded", 415],
  ["JSON of a kind of its own", "application/json-patch+json", 415],
  ["nothing named", "", 415],
])("a body sent as %s is refused", async (_what, type, status) => {
  const body = JSON.stringify({ repository: null, wait: false });
  const reply = await looks(body, { "content-type": type });
  expect([reply.status, refusalCode(reply)]).toEqual([status, "wrong-content-type"]);
});

test.each([
  ["no body", ""],
  ["broken JSON", '{"repository":'],
  ["JSON that is no object", "[]"],
  ["null", "null"],
  ["a missing field", '{"wait":true}'],
  ["a field of another type", '{"repository":7,"wait":true}'],
  ["a text for a boolean", '{"repository":null,"wait":"true"}'],
  ["a prototype", '{"__proto__":{"repository":null,"wait":true}}'],
  ["deep nesting", "[".repeat(30_000)],
  ["invalid UTF-8", Uint8Array.from([0x22, 0xff, 0xfe, 0x22])],
])("%s is no look", async (_what, body) => {
  const reply = await looks(body);
  expect([reply.status, refusalCode(reply)]).toEqual([400, "bad-request"]);
});

test("a body over the limit is refused, announced or not", async () => {
  const body = JSON.stringify({ repository: "x".repeat(SERVER_LIMITS.bodyBytes), wait: false });
  for (const headers of [
    { "content-length": Buffer.byteLength(body) },
    { "transfer-encoding": "chunked" },
    { "content-length": Buffer.byteLength(body), expect: "100-continue" },
  ]) {
    const reply = await looks(body, headers);
    expect([reply.status, refusalCode(reply)]).toEqual([413, "too-large"]);
  }
});

test("a thousand bodies of garbage start no look", async () => {
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record({
        repository: fc.anything(),
        wait: fc.anything().filter((value) => typeof value !== "boolean"),
      })
      .map((value) => JSON.stringify(value)),
  );
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      const reply = await looks(text);
      expect(reply.status).toBe(400);
    }),
    { numRuns: 1_000 },
  );
});
