import { afterEach, beforeEach, expect, test } from "vitest";
import type { AgentEvent } from "../../src/socket/agent-event.ts";
import { openClient } from "../../src/socket/client.ts";
import { aServer, type TestServer } from "./a-server.ts";
import { aRepository, aStatus } from "./a-status.ts";
import { rawPeer, refusalCode, send } from "./raw-peer.ts";

let it: TestServer;
const leave = new Set<AbortController>();

beforeEach(async () => {
  it = await aServer();
});
afterEach(async () => {
  for (const controller of leave) controller.abort();
  leave.clear();
  await it.end();
});

/** Opens a stream through the client. */
async function openStream(): Promise<{ stream: AsyncIterator<AgentEvent>; leave: () => void }> {
  const controller = new AbortController();
  leave.add(controller);
  const answer = await it.client.events(controller.signal);
  if (answer.kind !== "ok") throw new Error(answer.kind);
  return { stream: answer.value[Symbol.asyncIterator](), leave: () => controller.abort() };
}

const never = new AbortController().signal;
const soon = { timeout: 30_000, interval: 5 };
const repository = aRepository;
const queue = { ...aStatus.queue, queued: 3 };

test("a stream begins with the whole status, then holds what is published, in order", async () => {
  const { stream } = await openStream();
  expect(await stream.next()).toEqual({ done: false, value: { type: "status", status: aStatus } });
  const events = [
    { type: "repository", repository },
    { type: "queue", queue },
    { type: "gone", path: "/home/u/notes" },
  ] as const;
  for (const event of events) it.server.publish(event);
  for (const event of events) expect(await stream.next()).toEqual({ done: false, value: event });
});

test("the stream is JSON, one object a line", async () => {
  const { socket, closed } = await rawPeer(it.server.address);
  socket.write(`GET /v1/events HTTP/1.0\r\nAuthorization: ${it.authorization}\r\n\r\n`);
  await expect.poll(() => it.calls, soon).toEqual(["status"]);
  await it.server.close();
  const [head, body] = (await closed).split("\r\n\r\n", 2);
  expect(head).toContain("Content-Type: application/x-ndjson");
  expect(body).toBe(
    `${JSON.stringify({ type: "status", status: aStatus })}\n${JSON.stringify({ type: "stopping" })}\n`,
  );
});

test("every reader gets every event; one that leaves does not disturb the others", async () => {
  const one = await openStream();
  const two = await openStream();
  await one.stream.next();
  await two.stream.next();
  two.leave();
  expect((await two.stream.next()).done).toBe(true);
  it.server.publish({ type: "queue", queue });
  expect(await one.stream.next()).toMatchObject({ value: { type: "queue" } });
});

test("a quiet stream says every fifteen seconds that it is alive", async () => {
  const { stream } = await openStream();
  await stream.next();
  for (let round = 0; round < 2; round += 1) {
    it.clock.advance(15_000);
    expect(await stream.next()).toEqual({ done: false, value: { type: "alive" } });
  }
});

test("the last event says that the agent stops, and the stream ends", async () => {
  const { stream } = await openStream();
  await stream.next();
  const closed = it.server.close();
  expect(await stream.next()).toEqual({ done: false, value: { type: "stopping" } });
  expect(await stream.next()).toEqual({ done: true, value: undefined });
  await closed;
});

test("at most sixteen streams are open at a time", async () => {
  const streams = await Promise.all(Array.from({ length: 16 }, openStream));
  const extra = await it.client.events(never);
  expect(extra).toMatchObject({ kind: "refused", code: "too-many-streams" });
  const headers = { authorization: it.authorization };
  const reply = await send(it.server.address, "GET", "/v1/events", headers);
  expect([reply.status, refusalCode(reply)]).toEqual([503, "too-many-streams"]);
  streams[0]?.leave();
  await expect.poll(async () => (await it.client.events(never)).kind, soon).toBe("ok");
});

test("a reader that does not keep up is cut off, and the others are not", async () => {
  const { stream } = await openStream();
  await stream.next();
  const { socket, closed } = await rawPeer(it.server.address);
  socket.pause();
  socket.write(`GET /v1/events HTTP/1.1\r\nHost: h\r\nAuthorization: ${it.authorization}\r\n\r\n`);
  await expect.poll(() => it.calls, soon).toEqual(["status", "status"]);
  const loud = { ...repository, warnings: ["x".repeat(64 * 1024)] };
  const isCut = () => it.log.events.some(({ event }) => event === "socket.refused");
  for (let sent = 0; !isCut() && sent < 1_000; sent += 1) {
    it.server.publish({ type: "repository", repository: loud });
    expect(await stream.next()).toMatchObject({ value: { type: "repository" } });
  }
  expect(it.log.events).toContainEqual({
    event: "socket.refused",
    fields: { problem: "slow-reader" },
  });
  socket.resume();
  expect(await closed).toMatch(/^HTTP\/1\.1 200 /);
  it.server.publish({ type: "queue", queue });
  expect(await stream.next()).toMatchObject({ value: { type: "queue" } });
});

test("a status longer than what may wait still opens the stream", async () => {
  await it.end();
  const loud = { ...repository, warnings: ["x".repeat(3 * 1024 * 1024)] };
  const status = { ...aStatus, repositories: [loud] };
  it = await aServer({ handlers: { status: () => status } });
  const { stream } = await openStream();
  expect(await stream.next()).toEqual({ done: false, value: { type: "status", status } });
});

test("a burst cuts a slow reader off once, and what comes after it harms nobody", async () => {
  const { stream } = await openStream();
  await stream.next();
  const loud = { ...repository, warnings: ["x".repeat(1024 * 1024)] };
  for (let sent = 0; sent < 10; sent += 1) {
    it.server.publish({ type: "repository", repository: loud });
  }
  expect(it.log.events.filter(({ event }) => event === "socket.refused")).toHaveLength(1);
  expect(await it.client.health()).toMatchObject({ kind: "ok" });
});

test("what is published after the close goes nowhere", async () => {
  const { stream } = await openStream();
  await stream.next();
  const closed = it.server.close();
  it.server.publish({ type: "queue", queue });
  expect(await stream.next()).toEqual({ done: false, value: { type: "stopping" } });
  await closed;
  it.server.publish({ type: "queue", queue });
  expect((await stream.next()).done).toBe(true);
});

test("a stream that is silent for too long ends for its reader", async () => {
  const client = openClient(it.home, { limits: { silenceMs: 50 } });
  const answer = await client.events(never);
  if (answer.kind !== "ok") throw new Error(answer.kind);
  const types: string[] = [];
  for await (const { type } of answer.value) types.push(type);
  expect(types).not.toContain("stopping");
});

test("a reader that breaks off lets go of its place", async () => {
  const openAndLeave = async (): Promise<string> => {
    const answer = await it.client.events(never);
    if (answer.kind !== "ok") return answer.kind;
    const stream = answer.value[Symbol.asyncIterator]();
    await stream.next();
    await stream.return?.();
    return "ok";
  };
  for (let round = 0; round < 20; round += 1) await expect.poll(openAndLeave, soon).toBe("ok");
});
