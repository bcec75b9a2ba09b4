import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rename, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { Stage } from "./condition.ts";
import type { World } from "./world.ts";

/** Listens at the path that it is told, and answers nobody. */
const LISTENER = `
process.stdin.once("data", (path) =>
  require("node:net").createServer(() => {}).listen(String(path), () => console.log("ready")));
`;

/** Starts a process that listens at the agent's address, and writes its id where the agent would. */
async function startListener(world: World): Promise<ChildProcess> {
  // It learns the address on stdin and lives elsewhere, so as not to count as left behind by a hook.
  const child = spawn(process.execPath, ["-e", LISTENER], {
    cwd: "/",
    env: {},
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.write(world.socket);
  await once(child.stdout, "data");
  await writeFile(world.pid, `${child.pid}\n`);
  return child;
}

/** An agent that was stopped, as by Ctrl-Z or a debugger: the kernel accepts, nobody reads. */
export async function stoppedAgent(world: World, { ground }: Stage): Promise<void> {
  const child = await startListener(world);
  child.kill("SIGSTOP");
  ground.later(() => child.kill("SIGKILL"));
}

/**
 * What an agent leaves that was killed: a socket on which nobody listens, and the id of a process that
 * is gone. (A server takes away the name that it listened at, so this one listened at another.)
 */
export async function killedAgent(world: World): Promise<void> {
  const server = createServer();
  const elsewhere = `${world.socket}.0`;
  await new Promise<void>((resolve) => server.listen(elsewhere, resolve));
  await rename(elsewhere, world.socket);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  const gone = spawn("/bin/true", { cwd: "/", env: {}, stdio: "ignore" });
  await once(gone, "exit");
  await writeFile(world.pid, `${gone.pid}\n`);
}
