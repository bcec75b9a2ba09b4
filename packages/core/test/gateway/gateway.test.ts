import { mkdir, writeFile } from "node:fs/promises";
import {
  request as httpRequest,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Agent, startAgent } from "../../src/agent/agent.ts";
import { systemClock } from "../../src/clock.ts";
import { findHome } from "../../src/home.ts";
import { type Client, openClient } from "../../src/socket/client.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

/* Browsers, and those who pretend to be one, at the gateway of a real agent. */
let scratch: Scratch;
let agent: Agent;
let client: Client;

beforeEach(async () => {
  scratch = await makeScratch("gateway");
  const page = scratch.path("page");
  await mkdir(join(page, "assets"), { recursive: true });
  await writeFile(join(page, "index.html"), "<!doctype html><title>Hookline</title>");
  await writeFile(join(page, "assets", "main-abcdef12.js"), "export {};\n".repeat(100));
  await writeFile(scratch.path("secret.html"), "not for anybody");
  const home = findHome(scratch.env);
  agent = await startAgent({
    home,
    env: scratch.env,
    clock: systemClock,
    logLevel: "debug",
    version: "1.2.3",
    page,
  });
  client = openClient(home);
});

afterEach(async () => {
  await agent.stop("the test is over");
  await scratch.remove();
});

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

async function invitation(view: string | null = null): Promise<URL> {
  const answer = await client.dashboard({ view });
  if (answer.kind === "ok") return new URL(answer.value.url);
  throw new Error(JSON.stringify(answer));
}

/** Sends a request whose target stands in it exactly as given. */
function send(
  address: string,
  target: string,
  { method = "GET", body = "", ...rest }: { method?: string; headers?: object; body?: string } = {},
): Promise<Reply> {
  const [host, port] = address.split(":");
  const headers: OutgoingHttpHeaders = { ...rest.headers };
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host, port, path: target, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

interface Let {
  readonly address: string;
  readonly cookie: string;
}

async function comeIn(): Promise<Let> {
  const url = await invitation();
  const reply = await send(url.host, `${url.pathname}${url.search}`);
  return { address: url.host, cookie: String(reply.headers["set-cookie"]).split(";")[0] ?? "" };
}

const fromPage = ({ address, cookie }: Let) => ({
  cookie,
  origin: `http://${address}`,
  "sec-fetch-site": "same-origin",
  "content-type": "application/json",
});

describe("an invitation", () => {
  test("lets a browser in once, to the view that was asked for", async () => {
    const url = await invitation("/queue?discard=12");
    const target = `${url.pathname}${url.search}`;
    const first = await send(url.host, target);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe("/#/queue?discard=12");
    expect(String(first.headers["set-cookie"])).toMatch(
      /^hookline-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const second = await send(url.host, target);
    expect(second.status).toBe(403);
    expect(second.text).toContain("This address worked once");
    expect(second.headers["set-cookie"]).toBeUndefined();
  });

  test("is not used up by a browser that fetches ahead", async () => {
    const url = await invitation();
    const target = `${url.pathname}${url.search}`;
    const ahead = { headers: { "sec-purpose": "prefetch;prerender" } };
    expect((await send(url.host, target, ahead)).status).toBe(400);
    expect((await send(url.host, target)).status).toBe(303);
  });

  test("is the oldest to go when there are too many", async () => {
    const first = await invitation();
    for (let count = 0; count < 32; count += 1) await invitation();
    expect((await send(first.host, `${first.pathname}${first.search}`)).status).toBe(403);
  });

  test.each(["queue", "//elsewhere.example", "/a b", `/${"x".repeat(600)}`])(
    "to %j is not given, or leads nowhere else",
    async (view) => {
      const answer = await client.dashboard({ view });
      if (answer.kind !== "ok") return expect(answer.kind).toBe("refused");
      const url = new URL(answer.value.url);
      const { headers } = await send(url.host, `${url.pathname}${url.search}`);
      // Behind the hash it is a view that there is not, and no other host.
      expect(headers.location).toMatch(/^\/#/);
    },
  );
});

test("a browser that was let in gets the page, its files and answers", async () => {
  const inside = await comeIn();
  const headers = { cookie: inside.cookie };
  const page = await send(inside.address, "/", { headers });
  expect(page).toMatchObject({ status: 200, text: /Hookline/ });
  expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  expect(page.headers["cache-control"]).toBe("no-store");
  const script = await send(inside.address, "/assets/main-abcdef12.js", { headers });
  expect(script.headers["cache-control"]).toContain("immutable");
  expect(script.headers["content-type"]).toContain("text/javascript");
  const status = await send(inside.address, "/api/status", {
    method: "POST",
    headers: fromPage(inside),
  });
  expect(JSON.parse(status.text)).toMatchObject({ agent: { version: "1.2.3" } });
  const refused = await send(inside.address, "/api/folders", {
    method: "POST",
    headers: fromPage(inside),
    body: '{"path":"nowhere"}',
  });
  expect(refused.status).toBe(422);
});

test("a browser stays let in, whatever cookies other programs of this address set", async () => {
  const inside = await comeIn();
  const name = inside.cookie.split("=")[0] ?? "";
  const cookie = `${name}=planted; other=${"x".repeat(20_000)}; ${inside.cookie}`;
  expect((await send(inside.address, "/", { headers: { cookie } })).status).toBe(200);
});

test("a browser with many tabs keeps connections for its questions", async () => {
  const inside = await comeIn();
  const [host, port] = inside.address.split(":");
  const open = () =>
    new Promise<number>((resolve, reject) => {
      const headers = { cookie: inside.cookie };
      const asked = httpRequest({ host, port, path: "/api/events", headers }, (response) => {
        response.on("error", () => undefined);
        resolve(response.statusCode ?? 0);
      });
      asked.on("error", reject).end();
    });
  const statuses: number[] = [];
  for (let tab = 0; tab < 5; tab += 1) statuses.push(await open());
  expect(statuses).toEqual([200, 200, 200, 200, 503]);
});

test("events reach a page as they reach every client", async () => {
  const inside = await comeIn();
  const lines: string[] = [];
  const socket = connect(Number(inside.address.split(":")[1]), "127.0.0.1");
  socket.write(
    `GET /api/events HTTP/1.1\r\nHost: ${inside.address}\r\nCookie: ${inside.cookie}\r\n\r\n`,
  );
  await new Promise<void>((resolve) => {
    socket.setEncoding("utf8").on("data", (text: string) => {
      lines.push(text);
      if (text.includes('"type":"status"')) resolve();
    });
  });
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await agent.stop("to see the last line");
  await closed;
  expect(lines.join("")).toContain('{"type":"stopping"}');
});

describe("is refused:", () => {
  type Attack = (inside: Let) => Parameters<typeof send>;
  const post = (
    inside: Let,
    name: string,
    differs: object,
    body = "{}",
  ): Parameters<typeof send> => [
    inside.address,
    `/api/${name}`,
    { method: "POST", headers: { ...fromPage(inside), ...differs }, body },
  ];
  const get = (inside: Let, target: string, differs: object = {}): Parameters<typeof send> => [
    inside.address,
    target,
    { headers: { cookie: inside.cookie, ...differs } },
  ];
  const rows: readonly (readonly [string, number, Attack])[] = [
    ["a name that leads here", 403, (it) => get(it, "/", { host: `evil.example:80` })],
    [
      "localhost",
      403,
      (it) => get(it, "/", { host: it.address.replace("127.0.0.1", "localhost") }),
    ],
    ["the address without its port", 403, (it) => get(it, "/", { host: "127.0.0.1" })],
    ["another origin", 403, (it) => post(it, "status", { origin: "http://evil.example" })],
    [
      "the origin of another port",
      403,
      (it) => post(it, "status", { origin: "http://127.0.0.1:1" }),
    ],
    ["no origin at all", 403, (it) => post(it, "status", { origin: "null" })],
    ["a page of another site", 403, (it) => post(it, "status", { "sec-fetch-site": "cross-site" })],
    ["a page of another port", 403, (it) => get(it, "/", { "sec-fetch-site": "same-site" })],
    ["no cookie", 401, (it) => post(it, "status", { cookie: "" })],
    ["a made-up cookie", 401, (it) => post(it, "status", { cookie: `${it.cookie}x` })],
    [
      "the cookie of another port",
      401,
      (it) => post(it, "status", { cookie: it.cookie.replace(/-\d+=/, "-1=") }),
    ],
    ["the page without a cookie", 401, (it) => get(it, "/", { cookie: "" })],
    ["a code that never was", 403, (it) => get(it, `/open?code=${"a".repeat(43)}`)],
    ["reading an answer by GET", 405, (it) => get(it, "/api/status")],
    [
      "a form",
      415,
      (it) =>
        post(it, "folders", { "content-type": "application/x-www-form-urlencoded" }, "path=~"),
    ],
    [
      "a body that says it is text",
      415,
      (it) => post(it, "folders", { "content-type": "text/plain" }, '{"path":null}'),
    ],
    ["ending the agent", 404, (it) => post(it, "stop", {})],
    ["reading the settings again", 404, (it) => post(it, "reload", {})],
    ["writing down a move", 404, (it) => post(it, "planMove", {})],
    ["another invitation", 404, (it) => post(it, "dashboard", {}, '{"view":null}')],
    ["a body without end", 413, (it) => post(it, "folders", {}, `"${"x".repeat(100_000)}"`)],
    ["an unknown path", 404, (it) => get(it, "/nothing")],
    ["a file above", 404, (it) => get(it, "/../secret.html")],
    ["a file above, in dots", 404, (it) => get(it, "/assets/../../secret.html")],
    ["a file above, encoded", 404, (it) => get(it, "/%2e%2e/secret.html")],
    ["a file above, encoded twice", 404, (it) => get(it, "/%252e%252e/secret.html")],
    ["a file above, with the other slash", 404, (it) => get(it, "/..\\secret.html")],
    ["a file above, with a NUL", 404, (it) => get(it, "/index.html%00")],
    ["a whole address as the target", 404, (it) => get(it, `http://${it.address}/secret.html`)],
    ["a query behind the page", 404, (it) => get(it, "/?view=1")],
    ["HEAD", 405, (it) => [it.address, "/", { method: "HEAD", headers: { cookie: it.cookie } }]],
    [
      "OPTIONS",
      405,
      (it) => [it.address, "/api/status", { method: "OPTIONS", headers: fromPage(it) }],
    ],
    [
      "another method in a header",
      405,
      (it) => get(it, "/api/status", { "x-http-method-override": "POST" }),
    ],
  ];

  test.each(rows)("%s (%i)", async (_name, status, attack) => {
    const reply = await send(...attack(await comeIn()));
    expect(reply.status).toBe(status);
    expect(reply.text).not.toContain("not for anybody");
    expect(reply.headers["access-control-allow-origin"]).toBeUndefined();
    expect(reply.headers["set-cookie"]).toBeUndefined();
  });
});
