import { spawnSync } from "node:child_process";
import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { join } from "node:path";
import { absolutePath } from "@hookline/core/client";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type HookTargets, installHooks, type SignalClient } from "../src/index.ts";
import { realHookGit } from "./real-hook-git.ts";
import { run, type Scratch, scratchRepository } from "./scratch-repository.ts";
import { findProgram, leaveOut, shellsHere } from "./shells.ts";

const commit = ["commit", "--quiet", "--allow-empty", "--message=x"] as const;
describe.each(clientsHere())("with $kind", (client) => {
  test("a commit pokes the agent with the token", async () => {
    const { scratch, requests } = await withAgent(client);
    await scratch.git(...commit);
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0]).toMatchObject({
      method: "POST",
      url: "/v1/signal",
      headers: { authorization: "Bearer s3cret" },
    });
    expect(await scratch.drain()).toHaveLength(1);
  });

  test("nothing is left behind an agent that never answers", async () => {
    const { scratch, server } = await withAgent(client, "hung");
    const gone = new Promise((resolve) => {
      server.once("connection", (socket) => socket.once("close", () => resolve("gone")));
    });
    await scratch.git(...commit);
    expect(await gone).toBe("gone");
  });

  test("neither a .curlrc nor a proxy has a say", async () => {
    const { scratch, requests } = await withAgent(client);
    await writeFile(join(scratch.root, ".curlrc"), "request-target = /elsewhere\n");
    const proxy = "http://127.0.0.1:1";
    const env = { ...scratch.env, http_proxy: proxy, all_proxy: proxy };
    await run("git", commit, { cwd: scratch.repo, env });
    await vi.waitFor(() => expect(requests).toMatchObject([{ url: "/v1/signal" }]));
  });
});

test.each(shellsHere("poking the agent"))("under $name a commit pokes the agent", async (shell) => {
  const { scratch, targets } = await withFakeClient('echo "$@" >"$HOME/arguments"');
  await listen(targets);
  const hook = join(scratch.repo, ".git", "hooks", "post-commit");
  const options = { cwd: scratch.repo, env: scratch.env };
  const ended = await run(shell.program, [...shell.flags, hook], options);
  expect(ended).toEqual({ code: 0, stdout: "", stderr: "" });
  const given = join(scratch.root, "arguments");
  await vi.waitFor(async () => expect(await readFile(given, "utf8")).toContain("/v1/signal\n"));
});

test("without the agent's socket no client is started", async () => {
  const { scratch, targets } = await withFakeClient('echo "$GIT_AUTHOR_NAME" >>"$HOME/starts"');
  await scratch.git(...commit, "--author=early <e@example.com>");
  expect(await scratch.drain()).toHaveLength(1);
  await listen(targets);
  await scratch.git(...commit, "--author=late <l@example.com>");
  const starts = (): Promise<string> => readFile(join(scratch.root, "starts"), "utf8");
  await vi.waitFor(async () => expect(await starts()).toContain("late"));
  expect(await starts()).toBe("late\n");
});

test("the secret stands in no command line", async () => {
  const { scratch, targets } = await withFakeClient('echo "$@" >"$HOME/arguments"');
  await listen(targets);
  await scratch.git(...commit);
  const given = join(scratch.root, "arguments");
  await vi.waitFor(async () => expect(await readFile(given, "utf8")).toContain("/v1/signal\n"));
  expect(await readFile(given, "utf8")).not.toContain("s3cret");
});

describe("while the client hangs", () => {
  test("a commit whose output is captured has returned", async () => {
    const { scratch, client } = await withHungClient();
    // It settles when every holder of git's output has let go of it.
    expect(await scratch.git(...commit)).toMatchObject({ code: 0 });
    await client.release();
  });

  test("a lock that the caller holds on another descriptor is free", async () => {
    const { scratch, client } = await withHungClient();
    const locked = `exec 9>"$HOME/lock"; flock 9; git ${commit.join(" ")}`;
    expect(await run("sh", ["-c", locked], { cwd: scratch.repo, env: scratch.env })).toMatchObject({
      code: 0,
    });
    const lock = join(scratch.root, "lock");
    expect(await run("flock", ["--nonblock", lock, "true"])).toMatchObject({ code: 0 });
    await client.release();
  });

  test("a hook that waits for its own children has returned", async () => {
    const { scratch, client } = await withHungClient("#!/bin/sh\nwait\n");
    expect(await scratch.git(...commit)).toMatchObject({ code: 0 });
    await client.release();
  });
});

interface Agent {
  readonly scratch: Scratch;
  readonly requests: IncomingMessage[];
  readonly server: Server;
}

/** A repository whose hooks poke a real server. */
async function withAgent(client: SignalClient, mood?: "hung"): Promise<Agent> {
  const { scratch, targets } = await withClient(client, await scratchRepository());
  const requests: IncomingMessage[] = [];
  const server = await listen(targets, (request) => {
    requests.push(request);
    return mood !== "hung";
  });
  return { scratch, requests, server };
}

async function withClient(client: SignalClient, scratch: Scratch) {
  const header = absolutePath(join(scratch.root, "home", "token.header"));
  await writeFile(header, "Authorization: Bearer s3cret\n", { mode: 0o600 });
  const socket = absolutePath(join(scratch.root, "agent.sock"));
  const targets: HookTargets = { spool: scratch.spool, signal: { socket, header, client } };
  await installHooks(scratch.repo, targets, realHookGit(scratch, [2, 39]));
  return { scratch, targets };
}

/** A repository whose hooks start a shell script of ours in the place of curl. */
async function withFakeClient(script: string, hook?: string) {
  const scratch = await scratchRepository();
  const program = absolutePath(join(scratch.root, "curl"));
  await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  if (hook !== undefined) {
    const hooks = join(scratch.repo, ".git", "hooks");
    await mkdir(hooks, { recursive: true });
    await writeFile(join(hooks, "post-commit"), hook, { mode: 0o755 });
  }
  return withClient({ kind: "curl", program }, scratch);
}

/** A client that hangs until the test releases it, which fails if it has not hung. */
async function withHungClient(hook?: string) {
  const { scratch, targets } = await withFakeClient(
    `echo hanging >"$HOME/state"; read -r word <"$HOME/gate"; echo "$word" >"$HOME/state"`,
    hook,
  );
  await run("mkfifo", [join(scratch.root, "gate")]);
  await listen(targets);
  const state = (): Promise<string> => readFile(join(scratch.root, "state"), "utf8");
  const release = async (): Promise<void> => {
    await vi.waitFor(async () => expect(await state()).toBe("hanging\n"));
    const gate = await open(join(scratch.root, "gate"), "w");
    await gate.writeFile("released\n");
    await gate.close();
    await vi.waitFor(async () => expect(await state()).toBe("released\n"));
  };
  return { scratch, client: { release } };
}

/** Listens where the hook knocks; `answer` false leaves the caller without one. */
async function listen(
  { signal }: HookTargets,
  answer: (request: IncomingMessage) => boolean = () => true,
): Promise<Server> {
  const server = createServer((request, response) => {
    if (answer(request)) response.end();
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(signal?.socket, resolve));
  return server;
}

function clientsHere(): SignalClient[] {
  const [curl, netcat, timeout] = ["curl", "nc", "timeout"].map(findProgram);
  const clients: SignalClient[] = [];
  if (curl === undefined) leaveOut("poking with curl", "it is not installed");
  else clients.push({ kind: "curl", program: absolutePath(curl) });
  // Only the OpenBSD one speaks to Unix sockets.
  const help = netcat === undefined ? undefined : spawnSync(netcat, ["-h"], { encoding: "utf8" });
  if (!netcat || !timeout || !/OpenBSD|-\w*U/.test(help?.stderr ?? "")) {
    leaveOut("poking with netcat", "no netcat with -U, or no timeout, is installed");
  } else {
    const [program, limit] = [absolutePath(netcat), absolutePath(timeout)];
    clients.push({ kind: "netcat", program, timeout: limit });
  }
  return clients;
}
