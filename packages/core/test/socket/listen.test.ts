import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { findHome } from "../../src/home.ts";
import { openClient } from "../../src/socket/client.ts";
import { startServer } from "../../src/socket/server.ts";
import { socketAddress } from "../../src/socket/socket-path.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { aChildAgent, type ChildAgent } from "./a-child-agent.ts";
import { aServer } from "./a-server.ts";
import { aStatus, calmHandlers } from "./a-status.ts";

const run = promisify(execFile);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function aScratch(): Promise<Scratch> {
  const scratch = await makeScratch("listen");
  cleanups.push(scratch.remove);
  return scratch;
}

function start(scratch: Scratch, root = scratch.path("state")) {
  const log = memoryLog();
  const starting = startServer({
    home: findHome({ HOOKLINE_HOME: root }),
    identity: { pid: 1, version: "1.2.3", drains: false },
    handlers: calmHandlers,
    clock: new FakeClock(),
    log: log.log,
  });
  cleanups.push(() => starting.then((server) => server.close()).catch(() => {}));
  return { log, starting };
}

async function startChild(scratch: Scratch): Promise<ChildAgent> {
  const child = await aChildAgent(scratch);
  cleanups.push(() => child.kill("SIGKILL"));
  return child;
}

test("the socket of a killed agent is taken over", async () => {
  const scratch = await aScratch();
  const child = await startChild(scratch);
  const home = findHome({ HOOKLINE_HOME: scratch.path("state") });
  expect(await openClient(home).health()).toMatchObject({ value: { pid: child.pid } });
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(existsSync(join(home.run, "agent.sock"))).toBe(true);
  expect(await openClient(home).health()).toEqual({ kind: "no-agent" });

  const { log, starting } = start(scratch);
  const { address } = await starting;
  expect(log.events).toEqual([
    { event: "socket.taken-over", fields: { address } },
    { event: "socket.listening", fields: { address } },
  ]);
  expect(await openClient(home).health()).toMatchObject({ value: { pid: 1 } });
});

test("the token outlives the agent", async () => {
  const scratch = await aScratch();
  const first = await start(scratch).starting;
  const token = readFileSync(scratch.path("state", "token"), "utf8");
  await first.close();
  await start(scratch).starting;
  expect(readFileSync(scratch.path("state", "token"), "utf8")).toBe(token);
});

test("a second agent is refused, and the first one goes on", async () => {
  const scratch = await aScratch();
  const child = await startChild(scratch);
  await expect(start(scratch).starting).rejects.toMatchObject({
    name: "ProtocolError",
    code: "agent-running",
  });
  const home = findHome({ HOOKLINE_HOME: scratch.path("state") });
  expect(await openClient(home).health()).toMatchObject({ value: { pid: child.pid } });
});

test("an agent that is stopped still holds its address", async () => {
  const scratch = await aScratch();
  const child = await startChild(scratch);
  child.kill("SIGSTOP");
  await expect(start(scratch).starting).rejects.toMatchObject({ code: "agent-running" });
  child.kill("SIGCONT");
  const home = findHome({ HOOKLINE_HOME: scratch.path("state") });
  expect(await openClient(home).health()).toMatchObject({ kind: "ok" });
});

test.each([
  ["a file", (path: string) => writeFileSync(path, "precious")],
  ["a folder", (path: string) => mkdirSync(path)],
  ["a link to nowhere", (path: string) => symlinkSync("/nowhere", path)],
])("%s in the socket's place is refused and left alone", async (_what, put) => {
  const scratch = await aScratch();
  mkdirSync(scratch.path("state", "run"), { recursive: true, mode: 0o700 });
  const path = scratch.path("state", "run", "agent.sock");
  put(path);
  const before = lstatSync(path);
  await expect(start(scratch).starting).rejects.toMatchObject({
    name: "ProtocolError",
    code: "not-a-socket",
    hint: expect.stringContaining("move it away") as string,
  });
  expect(lstatSync(path)).toMatchObject({ ino: before.ino, size: before.size });
});

test.each([
  [
    "a link to a good folder",
    (folder: string, elsewhere: string) => {
      mkdirSync(elsewhere, { mode: 0o700 });
      symlinkSync(elsewhere, folder);
    },
  ],
  ["a link to nowhere", (folder: string, elsewhere: string) => symlinkSync(elsewhere, folder)],
  ["a file", (folder: string) => writeFileSync(folder, "")],
  [
    "a folder that others can read",
    (folder: string) => {
      mkdirSync(folder);
      chmodSync(folder, 0o750);
    },
  ],
])("%s in place of the socket's folder is refused", async (_what, put) => {
  const scratch = await aScratch();
  mkdirSync(scratch.path("state"));
  put(scratch.path("state", "run"), scratch.path("elsewhere"));
  await expect(start(scratch).starting).rejects.toMatchObject({
    name: "ProtocolError",
    code: "socket-folder-unsafe",
  });
  expect(existsSync(scratch.path("elsewhere", "agent.sock"))).toBe(false);
});

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.log("left out: socket folder of another user: needs root");

test.runIf(isRoot)("a socket's folder of another user is refused", async () => {
  const scratch = await aScratch();
  const folder = scratch.path("state", "run");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, 65534, 65534);
  const refusal = { code: "socket-folder-unsafe", message: expect.stringContaining("65534") };
  await expect(start(scratch).starting).rejects.toMatchObject(refusal);
  const home = findHome({ HOOKLINE_HOME: scratch.path("state") });
  await expect(openClient(home).status()).rejects.toMatchObject(refusal);
});

test("a state folder that cannot be made is a broken setting", async () => {
  const scratch = await aScratch();
  writeFileSync(scratch.path("state"), "");
  await expect(start(scratch).starting).rejects.toMatchObject({
    name: "ConfigError",
    code: "socket-folder-unusable",
  });
});

test("folder and socket are closed to others, whatever the umask", async () => {
  const scratch = await aScratch();
  const mask = process.umask(0);
  cleanups.push(() => process.umask(mask));
  const { address } = await start(scratch).starting;
  expect(statSync(dirname(address)).mode & 0o777).toBe(0o700);
  expect(statSync(address).mode & 0o777).toBe(0o700);
  expect(process.umask(mask)).toBe(0);
});

test("a home with a long path listens in a folder of its own in /tmp", async () => {
  const scratch = await aScratch();
  const root = scratch.path("a-name-that-goes-on-and-on".repeat(5));
  const { starting } = start(scratch, root);
  const { address } = await starting;
  cleanups.push(() => rmSync(dirname(address), { recursive: true }));
  expect(address).toMatch(/^\/tmp\/hookline-\d+-[0-9a-f]{8}\/agent\.sock$/);
  expect(statSync(dirname(address)).mode & 0o777).toBe(0o700);
  const client = openClient(findHome({ HOOKLINE_HOME: root }));
  expect(await client.status()).toEqual({ kind: "ok", value: aStatus });
});

test("a client does not send its token to whoever took the folder in /tmp", async () => {
  const scratch = await aScratch();
  const home = findHome({ HOOKLINE_HOME: scratch.path("x".repeat(120)) });
  const { path } = socketAddress(home, process.platform);
  mkdirSync(dirname(path), { mode: 0o755 });
  cleanups.push(() => rmSync(dirname(path), { recursive: true }));
  let connections = 0;
  const thief = createServer(() => (connections += 1)).listen(path);
  cleanups.push(() => thief.close());
  await once(thief, "listening");
  await expect(openClient(home).status()).rejects.toMatchObject({ code: "socket-folder-unsafe" });
  expect(connections).toBe(0);
});

/** Whether another user can connect. Exits 0 when connected, 3 when refused. */
async function connectsAsNobody(address: string): Promise<"connected" | "refused"> {
  const script = `require("node:net").connect(process.argv[1])
    .on("connect", () => process.exit(0)).on("error", (e) => process.exit(e.code === "EACCES" ? 3 : 1))`;
  const nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
  try {
    await run("setpriv", [...nobody, process.execPath, "-e", script, address], { cwd: "/" });
    return "connected";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === 3) return "refused";
    throw error;
  }
}

const canBeNobody = isRoot && spawnSync("setpriv", ["--version"]).status === 0;
if (!canBeNobody) console.log("left out: socket as another user: needs root and setpriv");

test.runIf(canBeNobody)(
  "another user cannot connect, kept out by folder and socket each",
  async () => {
    const it = await aServer();
    cleanups.push(it.end);
    const { address } = it.server;
    for (const open of [it.scratch.root, it.home.root]) chmodSync(open, 0o755);
    expect(await connectsAsNobody(address)).toBe("refused");

    chmodSync(dirname(address), 0o755);
    expect(await connectsAsNobody(address)).toBe("refused");
    chmodSync(address, 0o777);
    expect(await connectsAsNobody(address)).toBe("connected");
    chmodSync(dirname(address), 0o700);
    expect(await connectsAsNobody(address)).toBe("refused");
  },
);
