import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Scratch } from "../../src/testing/scratch.ts";

/** A server in a process of its own, to be killed or stopped. */
export type ChildAgent = ChildProcessByStdio<null, Readable, null>;

/** Starts a server for a scratch home and waits until it listens. */
export async function aChildAgent(scratch: Scratch): Promise<ChildAgent> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "child-agent-main.ts")], {
    env: { ...process.env, HOOKLINE_HOME: scratch.path("state") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}
