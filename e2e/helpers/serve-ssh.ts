#!/usr/bin/env node
// Serves the repositories of a folder over ssh as `forge:<name>`, in the background, until it is
// stopped or the story ends: `serve-ssh <folder>`, `serve-ssh stop`.
//
// A real sshd(8) on the loopback address with host key, user key and settings of its own. It runs
// as whoever plays the story and lets in nobody else.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endProcess } from "../src/end-process.ts";

const [what = ""] = process.argv.slice(2);
const { STORY = "", PORT = "" } = process.env;
const own = join(STORY, ".story", "ssh");
const pidFile = join(own, "sshd.pid");

if (what === "stop") await endProcess(Number(readFileSync(pidFile, "utf8")));
else await start(resolve(what));

async function start(served: string): Promise<void> {
  if (!existsSync(own)) makeKeys();
  writeFileSync(join(own, "sshd_config"), serverConfig(served));
  writeFileSync(join(own, "config"), clientConfig());
  // ssh looks for its settings in the home folder that the system knows, never in $HOME.
  run("git", "config", "--global", "core.sshCommand", `ssh -F ${join(own, "config")}`);
  // sshd(8) wants this folder when root starts it; the service of a distribution makes it.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  // Goes into the background by itself, once it listens; wants to be called by its full path.
  run(
    run("sh", "-c", "command -v sshd").trim(),
    "-f",
    join(own, "sshd_config"),
    "-E",
    join(own, "log"),
  );
  while (!existsSync(pidFile)) await sleep(10);
  console.log(`Serving ${served} at forge:`);
}

function makeKeys(): void {
  mkdirSync(own, { mode: 0o700 });
  for (const name of ["host", "user"]) {
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", join(own, name));
  }
  const hostKey = readFileSync(join(own, "host.pub"), "utf8");
  writeFileSync(join(own, "known_hosts"), `[127.0.0.1]:${PORT} ${hostKey}`);
}

function serverConfig(served: string): string {
  return `ListenAddress 127.0.0.1:${PORT}
HostKey ${own}/host
AuthorizedKeysFile ${own}/user.pub
PidFile ${pidFile}
AuthenticationMethods publickey
AllowUsers ${userInfo().username}
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
SetEnv HOME=${STORY} GIT_CONFIG_NOSYSTEM=1
ForceCommand cd '${served}' && eval "$SSH_ORIGINAL_COMMAND"
`;
}

function clientConfig(): string {
  return `Host forge
  HostName 127.0.0.1
  Port ${PORT}
  User ${userInfo().username}
  IdentityFile ${own}/user
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ${own}/known_hosts
`;
}

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8" });
}
