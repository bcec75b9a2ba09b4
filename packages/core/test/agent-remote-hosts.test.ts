import { writeFile } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Agent, startAgent } from "../src/agent/agent.ts";
import type { AbsolutePath } from "../src/decide/brands.ts";
import { type GitHttpServer, serveOverHttp } from "../src/git/http-server.ts";
import { findHome, type Home } from "../src/home.ts";
import { register } from "../src/registration/registry.ts";
import { openClient } from "../src/socket/client.ts";
import { FakeClock } from "../src/testing/fake-clock.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

const NAMES = ["a", "b", "c"];

let scratch: Scratch;
let home: Home;
let clock: FakeClock;
let backend: GitHttpServer;
let host: Server;
let agent: Agent | undefined;
let here: AbsolutePath[];
/** What the host does with whoever asks, and how often it was asked for the refs of a repository. */
let mood: "serves" | "refuses" | "hangs-up";
let questions: number;

beforeEach(async () => {
  scratch = await makeScratch("hosts");
  home = findHome(scratch.env);
  clock = new FakeClock();
  mood = "serves";
  backend = await serveOverHttp(scratch.root, scratch.env);
  host = createServer((asked, reply) => {
    if (asked.url?.includes("/info/refs")) questions += 1;
    if (mood === "hangs-up") return void asked.socket.destroy();
    if (mood === "refuses") return void reply.writeHead(401, { "www-authenticate": "Basic" }).end();
    const { method, url, headers } = asked;
    const onward = request({ port: backend.port, method, path: url, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(reply);
    });
    asked.pipe(onward);
  });
  const port = await new Promise<number>((resolve) => {
    host.listen(0, "127.0.0.1", () => {
      const address = host.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  here = [];
  const door = { env: scratch.env, log: memoryLog().log };
  for (const name of NAMES) {
    await scratch.remote(`${name}.git`);
    here.push(await scratch.clone(`http://127.0.0.1:${port}/${name}.git`, name));
  }
  for (const path of here) await register(door, path);
  questions = 0;
});

afterEach(async () => {
  await agent?.stop("the test is over");
  agent = undefined;
  host.closeAllConnections();
  host.close();
  await backend.close();
  await scratch.remove();
});

async function start(): Promise<void> {
  agent = await startAgent({
    home,
    env: scratch.env,
    clock,
    logLevel: "debug",
    version: "1.2.3",
  });
}

const statuses = () => agent?.status().repositories ?? [];

/** Lets time pass for the agent until something holds. */
const eventually = (check: () => unknown) =>
  vi.waitFor(
    async () => {
      clock.advance(500);
      await check();
    },
    { timeout: 30_000, interval: 20 },
  );

const inSync = () =>
  eventually(() => {
    for (const status of statuses()) {
      expect(status).toMatchObject({ state: "up-to-date", activity: "resting", failure: null });
    }
  });

/** Lets a time pass in which every repository polls a few times, with all that comes of it. */
async function passTime(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1000) {
    clock.advance(1000);
    await vi.waitFor(() =>
      expect(statuses().every(({ activity }) => activity !== "looking")).toBe(true),
    );
  }
}

describe("a host of several repositories", () => {
  test("that refuses our credentials is asked again only when a person has acted", async () => {
    mood = "refuses";
    await start();
    await eventually(() => {
      for (const { failure } of statuses()) expect(failure).toMatchObject({ kind: "auth" });
    });
    const asked = questions;
    // Two may be on their way together when the first refusal comes.
    expect(asked).toBeLessThanOrEqual(2);
    const waiting = statuses().filter(({ failure }) => failure?.detail.startsWith("waits: "));
    expect(waiting.length).toBeGreaterThanOrEqual(1);
    for (const { failure } of waiting) {
      expect(failure).toMatchObject({ attempts: 0, retryAt: null });
      expect(failure?.detail).toMatch(/^waits: 127\.0\.0\.1 refused the credentials of \//);
    }
    await passTime(120_000);
    expect(questions).toBe(asked);

    mood = "serves";
    const client = openClient(home);
    await client.look({ repository: here[2] ?? null, wait: false });
    await inSync();
  });

  test("that is down is tried by one for all, and they come back together", async () => {
    await start();
    await inSync();
    mood = "hangs-up";
    questions = 0;
    await passTime(120_000);
    // Each on its own would have asked four times in that time, and retried every minute.
    expect(questions).toBeGreaterThanOrEqual(2);
    expect(questions).toBeLessThanOrEqual(10);
    const [b] = here.slice(1);
    const commit = await scratch.commit(b ?? "", "meanwhile.txt");
    await writeFile(join(home.spool, "1-2.req"), `v1\tpost-commit\t1-2\t.git\t${b}\n`);
    await eventually(() => expect(agent?.status().queue.spooled).toBe(0));

    mood = "serves";
    await inSync();
    expect(await scratch.git(scratch.path("b.git"), "rev-parse", "main")).toBe(commit);
  });
});
