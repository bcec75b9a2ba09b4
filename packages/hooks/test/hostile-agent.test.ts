import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { chmod, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { absolutePath } from "@hookline/core/client";
import { expect, vi } from "vitest";
import type { Condition, Deed } from "./hostile/condition.ts";
import { hostileSuite } from "./hostile/hostile-suite.ts";
import { listenAndLie, reply } from "./hostile/lying-server.ts";
import { LIES, type Lie, SYNCED } from "./hostile/moods.ts";
import { killedAgent, stoppedAgent } from "./hostile/other-servers.ts";
import { clientThat, HANGS, netcat, withGate } from "./hostile/stand-ins.ts";
import type { World } from "./hostile/world.ts";
import { run } from "./scratch-repository.ts";

/** The agent as it should be. */
const agent = reply("200 OK", `${SYNCED}\n`);

const mkfifo = (path: string) => run("mkfifo", [path]);

type Place = "pid" | "poked" | "socket" | "header" | "runner" | "claim";

/** Replaces one file of the state folder. */
const spoil =
  (place: Place, put: (path: string) => unknown) =>
  async (world: World): Promise<void> => {
    await rm(world[place], { recursive: true, force: true });
    await put(world[place]);
  };

const holds = (text: string) => (path: string) => writeFile(path, text, { mode: 0o644 });

const PIDS: readonly (readonly [what: string, text: string])[] = [
  ["is empty", ""],
  ["holds no number", "not a number\n"],
  ["holds a command", "$(touch ../pwned) `touch ../pwned`; touch ../pwned\n"],
  ["holds -1", "-1\n"],
  ["holds 0", "0\n"],
  ["holds 1", "1\n"],
  ["holds a huge number", `${"9".repeat(400)}\n`],
  ["holds a process that is gone", "4194303\n"],
  ["has no line end", String(process.pid)],
  ["holds bytes", "\u0000\u0001\u00ff"],
  ["is a long line", "7".repeat(65_536)],
];

const NEITHER_FILES: readonly (readonly [what: string, put: (path: string) => unknown])[] = [
  ["is gone", () => {}],
  ["is a folder", (path) => mkdir(path)],
  ["is a fifo", mkfifo],
  ["is a link to itself", (path) => symlink(path, path)],
];

const files = (place: Place, name: string): Condition[] =>
  NEITHER_FILES.map(([what, put]) => ({
    when: `${name} ${what}`,
    agent,
    prepare: spoil(place, put),
  }));

/** The agent as it should be, which leaves a proof of what it was asked. */
const wellAgent: Deed = async (world, { ground }) => {
  const server = await listenAndLie(world.socket, (socket, request) => {
    appendFileSync(world.proof, request);
    agent(socket, request);
  });
  ground.later(() => server.close());
  await writeFile(world.pid, `${process.pid}\n`);
};

const leaves =
  (proof: string): Deed =>
  (world) =>
    vi.waitFor(async () => expect(await readFile(world.proof, "utf8")).toContain(proof));

const isPoked = leaves("POST /v1/signal HTTP/1.");
const isStarted = leaves("started");

/** Nobody reads what a client in the background is told, so of the lies that end a third will do. */
const matters = ({ hangs }: Lie, n: number): boolean => hangs === true || n % 3 === 0;

const conditions: readonly Condition[] = [
  { when: "the agent is well", prepare: wellAgent, afterwards: isPoked },
  {
    when: "the agent is well and netcat is there",
    client: netcat,
    prepare: wellAgent,
    afterwards: isPoked,
  },
  ...LIES.filter(matters).map(({ when, mood }) => ({ when, agent: mood })),
  ...LIES.filter(({ hangs }) => hangs).map(({ when, mood }) => ({
    when: `${when} to netcat`,
    agent: mood,
    client: netcat,
  })),
  { when: "the agent is stopped", prepare: stoppedAgent },
  { when: "the agent was killed", prepare: killedAgent, afterwards: isStarted },
  {
    when: "the agent was killed and its id is somebody else's",
    prepare: async (world) => {
      await killedAgent(world);
      await writeFile(world.pid, `${process.pid}\n`);
    },
    afterwards: isStarted,
  },
  {
    when: "the agent was killed, its id is somebody else's and no runner is there",
    prepare: async (world) => {
      await killedAgent(world);
      await writeFile(world.pid, `${process.pid}\n`);
      await rm(world.runner);
    },
  },
  { when: "the agent is another user's", agent, byOther: true },
  {
    when: "the agent's folder is another user's",
    agent,
    byOther: true,
    prepare: ({ home }) => chmod(home, 0o711),
  },
  ...PIDS.map(([what, text]) => ({
    when: `agent.pid ${what}`,
    agent,
    prepare: spoil("pid", holds(text)),
  })),
  {
    when: "agent.pid holds options of kill",
    agent,
    prepare: async (world, { ground }) => {
      const bystander = spawn("sleep", ["600"], { cwd: "/", env: {}, stdio: "ignore" });
      ground.later(() => bystander.kill());
      await writeFile(world.pid, `-KILL ${bystander.pid}\n`);
    },
    afterwards: async ({ pid }) => {
      const [, bystander] = (await readFile(pid, "utf8")).split(" ");
      expect(() => process.kill(Number(bystander), 0)).not.toThrow();
    },
  },
  ...files("pid", "agent.pid"),
  ...files("header", "the token"),
  { when: "the token is empty", agent, prepare: spoil("header", holds("")) },
  { when: "the token is huge", agent, prepare: spoil("header", holds("A".repeat(1_000_000))) },
  {
    when: "the token has many lines",
    agent,
    prepare: spoil("header", holds("A: b\r\n\r\n".repeat(99))),
  },
  {
    when: "the token is no header",
    agent,
    prepare: spoil("header", holds("@/etc/passwd\n-o x\n")),
  },
  {
    when: "the token may not be read",
    agent,
    byOther: true,
    prepare: ({ header }) => chmod(header, 0),
  },
  ...files("socket", "the socket"),
  { when: "the socket is a file", agent, prepare: spoil("socket", holds("")) },
  {
    when: "the socket may not be used",
    agent,
    byOther: true,
    prepare: ({ socket }) => chmod(socket, 0),
  },
  { when: "somebody has poked already", agent, prepare: spoil("poked", holds("")) },
  { when: "poked is a folder", agent, prepare: spoil("poked", (path) => mkdir(path)) },
  { when: "poked is a fifo", agent, prepare: spoil("poked", mkfifo) },
  {
    when: "poked is a link to itself",
    agent,
    prepare: spoil("poked", (path) => symlink(path, path)),
  },
  { when: "poked cannot be made", agent, byOther: true, prepare: ({ home }) => chmod(home, 0o555) },
  { when: "the client was not found", agent, client: () => undefined },
  {
    when: "the client is gone",
    agent,
    client: () => ({ kind: "curl", program: absolutePath("/nowhere/curl") }),
  },
  {
    when: "the client is a folder",
    agent,
    client: (root) => ({ kind: "curl", program: root }),
  },
  {
    when: "the client may not be run",
    agent,
    client: clientThat(""),
    prepare: ({ root }) => chmod(join(root, "curl"), 0o644),
  },
  {
    when: "the client prints noise",
    agent,
    client: clientThat("echo wrong; echo wrong >&2; exit 3"),
  },
  { when: "the client crashes", agent, client: clientThat("kill -SEGV $$") },
  {
    when: "the client is not for this machine",
    agent,
    client: clientThat(""),
    prepare: ({ root }) => writeFile(join(root, "curl"), "\u007fELF\u0001\u0002"),
  },
  { when: "the client hangs", agent, client: clientThat(HANGS), prepare: withGate },
  {
    when: "the client hangs and heeds no signal",
    agent,
    client: clientThat(`trap '' HUP TERM INT; ${HANGS}`),
    prepare: withGate,
  },
  {
    when: "the client hangs in a child of its own",
    agent,
    client: clientThat(`(${HANGS}) & wait`),
    prepare: withGate,
  },
  {
    when: "the client hangs and the caller waits on descriptor 12",
    agent,
    client: clientThat(HANGS),
    prepare: withGate,
    pipes: [0, 1, 2, 12],
  },
];

hostileSuite("hooks with a hostile agent", conditions);
