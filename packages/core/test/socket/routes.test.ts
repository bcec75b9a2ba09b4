import { existsSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { aMoment } from "./a-moment.ts";
import { aServer, type ServerWishes, type TestServer } from "./a-server.ts";
import { aStatus } from "./a-status.ts";
import { rawPeer, refusalCode, send, sendBytes } from "./raw-peer.ts";

let it: TestServer;

beforeEach(async () => {
  it = await aServer();
});
afterEach(() => it.end());

async function again(wishes: ServerWishes): Promise<void> {
  await it.end();
  it = await aServer(wishes);
}

const json = (value: unknown) => JSON.stringify(value);
const ask = (method: string, path: string, body = "", headers = {}) =>
  send(it.server.address, method, path, { authorization: it.authorization, ...headers }, body);
const postJson = (path: string, body: string) =>
  ask("POST", path, body, { "content-type": "application/json" });

test("healthz says who is alive, without the token", async () => {
  const reply = await send(it.server.address, "GET", "/healthz");
  expect(reply.status).toBe(200);
  expect(JSON.parse(reply.text)).toEqual({ ok: true, pid: 4711, version: "1.2.3", drains: false });
  expect(it.calls).toEqual([]);
});

test("readiness and metrics are for whoever carries the token", async () => {
  for (const path of ["/readyz", "/metrics"])
    expect((await send(it.server.address, "GET", path)).status).toBe(401);
  const ready = await ask("GET", "/readyz");
  expect([ready.status, JSON.parse(ready.text)]).toMatchObject([503, { ready: false }]);
  const metrics = await ask("GET", "/metrics");
  expect([metrics.status, metrics.text]).toEqual([200, "hookline_up 1\n"]);
  expect(metrics.headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
});

test("status returns what the agent says, as JSON", async () => {
  const reply = await ask("GET", "/v1/status");
  expect(reply.status).toBe(200);
  expect(reply.headers["content-type"]).toBe("application/json");
  expect(JSON.parse(reply.text)).toEqual(aStatus);
});

test("every reply names the version and the protocol, refusals too", async () => {
  for (const path of ["/v1/status", "/nowhere"]) {
    const { headers } = await ask("GET", path);
    expect(headers).toMatchObject({ "hookline-version": "1.2.3", "hookline-protocol": "1" });
  }
});

test("a signal is taken with no body, and with a tiny one that nobody reads", async () => {
  expect(await ask("POST", "/v1/signal")).toMatchObject({ status: 202, text: "" });
  expect(await ask("POST", "/v1/signal", "not {json")).toMatchObject({ status: 202 });
  expect(it.calls).toEqual(["signal", "signal"]);
});

test("a signal with a body of more than a kilobyte is refused", async () => {
  const reply = await ask("POST", "/v1/signal", "x".repeat(1025));
  expect([reply.status, refusalCode(reply)]).toEqual([413, "too-large"]);
  expect(it.calls).toEqual([]);
});

test("a peer that closes its half right after the request still has its reply", async () => {
  const head = `POST /v1/signal HTTP/1.1\r\nHost: h\r\nAuthorization: ${it.authorization}\r\n`;
  expect(await sendBytes(it.server.address, `${head}Content-Length: 0\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 202 /,
  );
  expect(it.calls).toEqual(["signal"]);
});

test("feedback replies with one line of plain text, for a shell to read", async () => {
  const reply = await postJson("/v1/feedback", json({ id: "12-34", waitMs: 80 }));
  expect([reply.status, reply.text]).toEqual([200, "[Hookline] Synced.\n"]);
  expect(reply.headers["content-type"]).toBe("text/plain; charset=utf-8");
  expect(it.calls).toEqual(["feedback 12-34 80 false"]);
  await again({ handlers: { feedback: () => Promise.resolve("") } });
  const silent = await postJson("/v1/feedback", json({ id: "12-34", waitMs: 80 }));
  expect([silent.status, silent.text]).toEqual([200, ""]);
});

test("feedback and canary refuse what is no id, and a wait that is too long", async () => {
  for (const [path, body] of [
    ["/v1/feedback", { id: "../x", waitMs: 80 }],
    ["/v1/feedback", { id: "1-2", waitMs: 2001 }],
    ["/v1/feedback", { waitMs: 80 }],
    ["/v1/canary", { ids: Array.from({ length: 17 }, () => "1-2"), waitMs: 80 }],
  ] as const) {
    expect(refusalCode(await postJson(path, json(body)))).toBe("bad-request");
  }
  expect(it.calls).toEqual([]);
});

test("canary says which have arrived", async () => {
  const answer = await it.client.canary({ ids: ["bird"], waitMs: 80 });
  expect(answer).toEqual({ kind: "ok", value: { arrived: ["bird"] } });
});

test("looks passes the request on and returns the results", async () => {
  const reply = await postJson("/v1/looks", json({ repository: null, wait: true, newer: 1 }));
  expect(reply.status).toBe(200);
  expect(JSON.parse(reply.text)).toEqual({
    results: [
      {
        path: "/home/u/notes",
        status: aStatus.repositories[0],
        pushed: 2,
        pulled: 0,
        rescued: [],
        durationMs: 12.5,
      },
    ],
  });
  expect(it.calls).toEqual(["look null true"]);
});

test("reload says how many repositories there are", async () => {
  const reply = await ask("POST", "/v1/reload");
  expect([reply.status, reply.text]).toEqual([200, json({ repositories: 1 })]);
});

test("stop is agreed to", async () => {
  expect(await ask("POST", "/v1/stop")).toMatchObject({ status: 202, text: "" });
  expect(it.calls).toEqual(["stop"]);
});

test("a reply holds exactly the fields of the protocol", async () => {
  await again({ handlers: { status: () => ({ ...aStatus, secret: "not for the wire" }) } });
  const reply = await ask("GET", "/v1/status");
  expect(JSON.parse(reply.text)).toEqual(aStatus);
});

test("an error meant for people reaches them in its own words", async () => {
  const reply = await postJson("/v1/looks", json({ repository: "/nowhere", wait: false }));
  expect(reply.status).toBe(422);
  expect(JSON.parse(reply.text)).toEqual({
    error: { code: "bad-input", message: "/nowhere is no repository.", hint: null },
  });
});

test("a broken setting is told as what it is, with its hint", async () => {
  const broken = new ConfigError("hookline.repo is empty.", { code: "empty", hint: "Remove it." });
  await again({ handlers: { reload: () => Promise.reject(broken) } });
  const reply = await ask("POST", "/v1/reload");
  expect(reply.status).toBe(500);
  expect(JSON.parse(reply.text)).toEqual({
    error: { code: "failed", message: "hookline.repo is empty.", hint: "Remove it." },
  });
  expect(it.log.events).toContainEqual({
    event: "request.failed",
    fields: { route: "/v1/reload", problem: "empty" },
  });
});

test.each([
  ["throws", () => Promise.reject(new Error("secret /home/u"))],
  ["replies outside the protocol", () => Promise.resolve({ repositories: -1 })],
])("a handler that %s tells the peer nothing and the log everything", async (_how, reload) => {
  await again({ handlers: { reload } });
  const reply = await ask("POST", "/v1/reload");
  expect([reply.status, refusalCode(reply)]).toEqual([500, "internal"]);
  expect(reply.text).not.toMatch(/secret|\/home|repositories/);
  expect(it.log.events.map(({ event }) => event)).toContain("fault.unexpected");
});

test("unknown routes are 404 and known ones with the wrong method 405", async () => {
  expect(refusalCode(await ask("GET", "/v1/nothing"))).toBe("unknown-route");
  expect((await ask("GET", "/v1/nothing")).status).toBe(404);
  for (const [method, path] of [
    ["POST", "/healthz"],
    ["POST", "/v1/status"],
    ["DELETE", "/v1/status"],
    ["OPTIONS", "/v1/looks"],
    ["GET", "/v1/looks"],
    ["GET", "/v1/stop"],
    ["PUT", "/v1/events"],
  ] as const) {
    const reply = await ask(method, path);
    expect([path, reply.status, refusalCode(reply)]).toEqual([path, 405, "wrong-method"]);
  }
  expect(it.calls).toEqual([]);
});

test("a look is told when its client has gone", async () => {
  const gone = aMoment();
  const started = aMoment();
  await again({
    handlers: {
      look: (_request, signal) => {
        signal.addEventListener("abort", () => gone.come());
        started.come();
        return new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason as Error));
        });
      },
    },
  });
  const body = json({ repository: null, wait: true });
  const peer = await rawPeer(it.server.address);
  peer.socket.write(
    `POST /v1/looks HTTP/1.1\r\nHost: h\r\nAuthorization: ${it.authorization}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await started.hasCome;
  peer.socket.destroy();
  await gone.hasCome;
  expect(it.log.events.map(({ event }) => event)).not.toContain("fault.unexpected");
});

test("closing ends a look that waits with a refusal, and takes the socket away", async () => {
  const started = aMoment();
  await again({
    handlers: {
      look: (_request, signal) => {
        started.come();
        return new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason as Error));
        });
      },
    },
  });
  const waiting = postJson("/v1/looks", json({ repository: null, wait: true }));
  await started.hasCome;
  await it.server.close();
  const reply = await waiting;
  expect([reply.status, refusalCode(reply)]).toEqual([503, "stopping"]);
  expect(existsSync(it.server.address)).toBe(false);
});

test("closing lets a reply in flight go out", async () => {
  const started = aMoment();
  const proceed = Promise.withResolvers<{ repositories: number }>();
  await again({ handlers: { reload: () => (started.come(), proceed.promise) } });
  const reply = ask("POST", "/v1/reload");
  await started.hasCome;
  const closed = it.server.close();
  proceed.resolve({ repositories: 7 });
  expect((await reply).text).toBe(json({ repositories: 7 }));
  await closed;
});

test("closing cuts a reply that never comes", async () => {
  const started = aMoment();
  await again({ handlers: { reload: () => (started.come(), new Promise(() => {})) } });
  const reply = ask("POST", "/v1/reload").catch((error: unknown) => error);
  await started.hasCome;
  const closed = it.server.close();
  it.clock.advance(2_000);
  await closed;
  expect(await reply).toMatchObject({ code: "ECONNRESET" });
});

test("closing twice is closing once", async () => {
  await Promise.all([it.server.close(), it.server.close()]);
  expect(existsSync(it.server.address)).toBe(false);
});
