import { once } from "node:events";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findHome } from "../../src/home.ts";
import { type Client, openClient } from "../../src/socket/client.ts";
import type { ClientLimits } from "../../src/socket/client-limits.ts";
import type { Answer } from "../../src/socket/exchange.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { aBrokenPeer } from "./a-broken-peer.ts";
import { aChildAgent, type ChildAgent } from "./a-child-agent.ts";
import { aMoment } from "./a-moment.ts";
import { aServer } from "./a-server.ts";
import { aStatus } from "./a-status.ts";

const cleanups: (() => unknown)[] = [];
let scratch: Scratch;

beforeEach(async () => {
  scratch = await makeScratch("client");
  cleanups.push(scratch.remove);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const never = new AbortController().signal;

/** Every call that a client can make. */
const CALLS: readonly (readonly [string, (client: Client) => Promise<Answer<unknown>>])[] = [
  ["health", (client) => client.health()],
  ["status", (client) => client.status()],
  ["look", (client) => client.look({ repository: null, wait: false })],
  ["look, waiting,", (client) => client.look({ repository: null, wait: true })],
  ["reload", (client) => client.reload()],
  ["stop", (client) => client.stop()],
  ["events", (client) => client.events(never)],
];

/** A client in front of something that is no agent. */
async function facing(
  treat: (socket: Socket, server: Server) => void,
  limits: Partial<ClientLimits> = {},
): Promise<Client> {
  const peer = await aBrokenPeer(scratch, treat);
  cleanups.push(peer.end);
  return openClient(peer.home, { limits });
}

/** For peers that never answer; with others, a busy machine would look like one of them. */
const IMPATIENT = { answerMs: 50, reloadMs: 50, checkEveryMs: 10 };

const http = (status: number, body: string, ...headers: string[]): string =>
  [`HTTP/1.1 ${status} Status`, ...headers, "", body].join("\r\n");
const VERSIONS = ["Hookline-Version: 9.8.7", "Hookline-Protocol: 3"];

/** Answers every request with the same bytes. */
const says = (text: string) => (socket: Socket) => {
  socket.once("data", () => socket.end(text));
};

test("every call is answered by a real agent", async () => {
  const it = await aServer();
  cleanups.push(it.end);
  expect(await it.client.health()).toEqual({
    kind: "ok",
    value: { ok: true, pid: 4711, version: "1.2.3", drains: false },
  });
  expect(await it.client.status()).toEqual({ kind: "ok", value: aStatus });
  expect(await it.client.reload()).toEqual({ kind: "ok", value: { repositories: 1 } });
  expect(await it.client.stop()).toEqual({ kind: "ok", value: undefined });
  for (const wait of [false, true]) {
    expect(await it.client.look({ repository: "/home/u/notes", wait })).toMatchObject({
      kind: "ok",
      value: { results: [{ path: "/home/u/notes", pushed: 2 }] },
    });
  }
});

test.each(CALLS)("%s finds no agent where there is no state folder", async (_name, call) => {
  const home = findHome({ HOOKLINE_HOME: scratch.path("nowhere") });
  expect(await call(openClient(home))).toEqual({ kind: "no-agent" });
});

test.each(CALLS)("%s finds no agent after it has stopped", async (_name, call) => {
  const it = await aServer();
  cleanups.push(it.end);
  await it.server.close();
  expect(await call(it.client)).toEqual({ kind: "no-agent" });
});

test.each(CALLS)(
  "%s tells a peer that accepts and never answers from no agent",
  async (_n, call) => {
    const client = await facing(() => {}, IMPATIENT);
    expect(await call(client)).toEqual({ kind: "hung" });
  },
);

test.each(CALLS)("%s takes a peer that closes at once for one that hangs", async (_n, call) => {
  const client = await facing((socket) => socket.destroy());
  expect(await call(client)).toEqual({ kind: "hung" });
});

test.each(CALLS)("%s sees through an agent that dies, connections first", async (_name, call) => {
  let connections = 0;
  const client = await facing((socket, server) => {
    connections += 1;
    if (connections === 1) return socket.once("data", () => socket.destroy());
    server.close();
    return socket.destroy();
  });
  expect(await call(client)).toEqual({ kind: "no-agent" });
});

test.each(CALLS)("%s does not wait for a reply that never ends", async (_name, call) => {
  const client = await facing((socket) => {
    socket.once("data", () => socket.write(http(500, '{"error":', ...VERSIONS)));
  }, IMPATIENT);
  expect(await call(client)).toEqual({ kind: "hung" });
});

test.each(CALLS)("%s names a peer that does not speak HTTP", async (_name, call) => {
  const client = await facing(says("220 mail.example ESMTP\r\n"));
  await expect(call(client)).rejects.toMatchObject({
    name: "ProtocolError",
    code: "no-hookline-agent",
  });
});

test.each([
  ["a page", "<html>"],
  ["JSON of another program", '{"status":"UP"}'],
  ["nothing", ""],
])("%s from a web server is no agent's reply", async (_what, body) => {
  for (const status of [200, 404]) {
    const client = await facing(says(http(status, body)));
    await expect(client.status()).rejects.toMatchObject({ code: "no-hookline-agent" });
    await cleanups.pop()?.();
  }
});

test.each([
  ["another shape", 200, JSON.stringify({ ...aStatus, queue: {} })],
  ["half of it", 200, '{"agent":null,"reposi'],
  ["a status that it should not have", 202, JSON.stringify(aStatus)],
  ["a refusal for an unknown reason", 418, '{"error":{"code":"teapot","message":"","hint":null}}'],
])("a reply with %s is an error that says which version gave it", async (_what, status, body) => {
  const client = await facing(says(http(status, body, ...VERSIONS)));
  await expect(client.status()).rejects.toMatchObject({
    name: "ProtocolError",
    code: "strange-reply",
    message: expect.stringContaining("(version 9.8.7, protocol 3)") as string,
    hint: expect.stringContaining("hookline start") as string,
  });
});

test("fields of a newer agent are passed over", async () => {
  const newer = { ...aStatus, moods: ["good"], queue: { ...aStatus.queue, frozen: 0 } };
  const client = await facing(says(http(200, JSON.stringify(newer), ...VERSIONS)));
  expect(await client.status()).toEqual({ kind: "ok", value: aStatus });
});

test("a reply is read up to eight megabytes and no further", async () => {
  let sentBytes = 0;
  const megabyte = Buffer.alloc(1024 * 1024, " ");
  const peer = await aBrokenPeer(scratch, (socket) => {
    const pour = (): void => {
      while (!socket.destroyed && socket.write(megabyte)) sentBytes += megabyte.length;
      sentBytes += megabyte.length;
    };
    socket.once("data", () => {
      socket.write(http(200, "", ...VERSIONS));
      pour();
    });
    socket.on("drain", pour);
  });
  cleanups.push(peer.end);
  await expect(openClient(peer.home).status()).rejects.toMatchObject({
    code: "strange-reply",
    cause: expect.any(RangeError) as Error,
  });
  expect(sentBytes).toBeGreaterThan(8 * 1024 * 1024);
  expect(sentBytes).toBeLessThan(16 * 1024 * 1024);
});

test("an event stream may hold what we do not know, but nothing that is no event", async () => {
  const lines = (...events: unknown[]) => events.map((e) => `${JSON.stringify(e)}\n`).join("");
  const first = lines({ type: "status", status: aStatus }, { type: "mood", mood: "good" });
  const read = async (rest: string): Promise<string[]> => {
    const client = await facing(says(http(200, first + rest, ...VERSIONS)));
    const answer = await client.events(never);
    if (answer.kind !== "ok") throw new Error(answer.kind);
    const types: string[] = [];
    try {
      for await (const event of answer.value) types.push(event.type);
    } finally {
      await cleanups.pop()?.();
    }
    return types;
  };
  expect(await read(lines({ type: "alive", since: 1 }))).toEqual(["status", "alive"]);
  expect(await read('{"type":"gone","pa')).toEqual(["status"]);
  for (const bad of ["no event\n", "7\n", lines({ type: 7 }), lines({ type: "gone" })]) {
    await expect(read(bad)).rejects.toMatchObject({ code: "strange-reply" });
  }
});

test("without the right token the agent refuses, and says how to go on", async () => {
  const it = await aServer();
  cleanups.push(it.end);
  writeFileSync(it.home.token, "not the token");
  expect(await it.client.status()).toMatchObject({
    kind: "refused",
    code: "unauthorized",
    hint: expect.stringContaining("token") as string,
  });
  expect(await it.client.health()).toMatchObject({ kind: "ok" });
});

test("an address that cannot be reached is an error, not an absent agent", async () => {
  const home = findHome({ HOOKLINE_HOME: scratch.path("state") });
  mkdirSync(home.run, { recursive: true, mode: 0o700 });
  symlinkSync("agent.sock", join(home.run, "agent.sock"));
  await expect(openClient(home).status()).rejects.toMatchObject({
    name: "ProtocolError",
    code: "socket-unreachable",
  });
});

async function startChild(): Promise<ChildAgent> {
  const child = await aChildAgent(scratch);
  cleanups.push(() => child.kill("SIGKILL"));
  return child;
}

test("a waiting look whose agent is killed ends at once", async () => {
  const home = findHome({ HOOKLINE_HOME: scratch.path("state") });
  const child = await startChild();
  const looking = openClient(home).look({ repository: null, wait: true });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  expect(await looking).toEqual({ kind: "no-agent" });
});

test("a waiting look whose agent hangs learns it from the next check", async () => {
  const home = findHome({ HOOKLINE_HOME: scratch.path("state") });
  const child = await startChild();
  const client = openClient(home, { limits: { checkEveryMs: 10, answerMs: 100 } });
  const looking = client.look({ repository: null, wait: true });
  await once(child.stdout, "data");
  child.kill("SIGSTOP");
  expect(await looking).toEqual({ kind: "hung" });
});

test("a look that takes longer than the caller waits goes on without it", async () => {
  const started = aMoment();
  const look = () => (started.come(), new Promise<never>(() => {}));
  const it = await aServer({ handlers: { look } });
  cleanups.push(() => (it.clock.advance(2_000), it.end()));
  const clock = new FakeClock();
  const client = openClient(it.home, { clock });
  const looking = client.look({ repository: null, wait: true, deadlineMs: 90_000 });
  await started.hasCome;
  clock.advance(90_000);
  expect(await looking).toMatchObject({
    kind: "refused",
    code: "unfinished",
    message: "There is no answer after 90 seconds.",
  });
});

test("a caller can give up a look", async () => {
  const started = aMoment();
  const look = () => (started.come(), new Promise<never>(() => {}));
  const it = await aServer({ handlers: { look } });
  cleanups.push(() => (it.clock.advance(2_000), it.end()));
  const caller = new AbortController();
  const looking = it.client.look({ repository: null, wait: true, signal: caller.signal });
  await started.hasCome;
  caller.abort(new Error("Ctrl-C"));
  await expect(looking).rejects.toThrow("Ctrl-C");
});
