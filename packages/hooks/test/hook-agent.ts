import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { absolutePath, type HookSettings } from "@hookline/core/client";
import { onTestFinished } from "vitest";
import { type HookTargets, installHooks, type SignalClient } from "../src/index.ts";
import { shQuote } from "../src/script/sh-quote.ts";
import { realHookGit } from "./real-hook-git.ts";
import { type Ended, run, type Scratch, scratchRepository } from "./scratch-repository.ts";
import { findProgram, leaveOut } from "./shells.ts";

/** A repository whose hooks know where an agent would be. None is there yet. */
export interface Hooked {
  readonly scratch: Scratch;
  readonly targets: HookTargets & { readonly signal: NonNullable<HookTargets["signal"]> };
}

/** What one request to an agent was. */
export interface Heard {
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly method: string | undefined;
  readonly body: string;
}

/** Installs the hooks; by default nothing happens where no agent runs. */
export async function hooked(
  client: SignalClient,
  settings: Partial<HookSettings> = {},
  before?: Scratch,
): Promise<Hooked> {
  const scratch = before ?? (await scratchRepository());
  const header = absolutePath(join(scratch.root, "home", "token.header"));
  await writeFile(header, "Authorization: Bearer s3cret\n", { mode: 0o600 });
  const socket = absolutePath(join(scratch.root, "agent.sock"));
  const targets = { ...scratch.targets, signal: { socket, header, client } };
  const plan = { targets, settings: { ...scratch.plan.settings, ...settings } };
  await installHooks(scratch.repo, plan, realHookGit(scratch, [2, 39]));
  return { scratch, targets };
}

/** Writes a shell script of ours that stands in for curl; its words go on with the request's. */
export async function fakeClient(
  { root }: Scratch,
  script: string,
): Promise<SignalClient & { readonly kind: "curl" }> {
  const program = absolutePath(join(root, "curl"));
  await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { kind: "curl", program };
}

/** Answers a request, or lets the caller hang. */
export type Answer = (heard: Heard, response: ServerResponse) => void;

const goodAnswer: Answer = (_heard, response) => void response.end();

/** For a shell that must not close its terminal before the agent of {@link agentAt} was reached. */
export const UNTIL_HEARD = `until [ -e "$HOME/heard" ]; do sleep 0.02; done`;

/** An agent of this process that listens where the hook knocks and has its pid file. */
export async function agentAt(
  { scratch, targets }: Hooked,
  answer: Answer = goodAnswer,
): Promise<{ readonly heard: readonly Heard[]; readonly server: Server }> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString();
      const one = { url: request.url, headers: request.headers, method: request.method, body };
      // As an agent does before it reads the spool.
      rmSync(targets.poked, { force: true });
      heard.push(one);
      writeFileSync(join(scratch.root, "heard"), "");
      answer(one, response);
    });
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(targets.signal.socket, resolve));
  await writeFile(targets.pid, `${process.pid}\n`);
  return { heard, server };
}

/** Leaves what an agent leaves that was killed: a socket on which nobody listens. */
export async function leaveStaleSocket({ targets }: Hooked): Promise<void> {
  const listen = `require("net").createServer().listen(${JSON.stringify(targets.signal.socket)}, () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", listen]);
}

/** A `runner.sh` that only says that it was started. */
export async function fakeRunner({ scratch, targets }: Hooked): Promise<() => Promise<number>> {
  const proof = join(scratch.root, "started");
  await rm(proof, { force: true });
  await writeFile(targets.runner, `echo started >>${shQuote(proof)}\n`);
  return async () => (await readFile(proof, "utf8").catch(() => "")).split("\n").length - 1;
}

/** Why no terminal can be had here, if so: `script` of util-linux makes one. */
export const noTerminal: string | undefined =
  process.platform === "linux" && findProgram("script") !== undefined
    ? undefined
    : "there is no `script` of util-linux";

/** Runs a command in the repository with a terminal, and gives what it showed. */
export async function inTerminal(
  { repo, env }: Scratch,
  command: string,
  more: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const options = { cwd: repo, env: { ...env, TERM: "xterm", SHELL: "/bin/sh", ...more } };
  const ended = await run("script", ["-q", "-e", "-c", command, "/dev/null"], options);
  return { ...ended, stdout: ended.stdout.replaceAll("\r\n", "\n") };
}

/** The clients that can be had on this machine; the others are named as left out. */
export function clientsHere(): SignalClient[] {
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
