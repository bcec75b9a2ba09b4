import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "@hookline/core/client";
import type { SignalClient } from "../../src/index.ts";
import { findProgram } from "../shells.ts";
import type { Stage } from "./condition.ts";
import { realClient, type World } from "./world.ts";

/** Writes a shell script that stands in for a program. It begins in the world's root. */
export function standIn(root: AbsolutePath, name: string, script: string): AbsolutePath {
  const program = absolutePath(join(root, name));
  writeFileSync(program, `#!/bin/sh\ncd '${root}'\n${script}\n`);
  chmodSync(program, 0o755);
  return program;
}

/**
 * A shell script in the place of curl.
 *
 * @param timeout what ends it when it hangs; without one it hangs for good, so that whoever holds a
 *   descriptor of the caller is found out
 */
export function clientThat(
  script: string,
  timeout?: AbsolutePath,
): (root: AbsolutePath) => SignalClient {
  return (root) => ({ kind: "curl", program: standIn(root, "curl", script), timeout });
}

/** Ends a client that does not heed its own deadline, where the installer would find it. */
export const watch = realClient()?.timeout;

/** What a stand-in does that hangs until all cases are over, see {@link withGate}. */
export const HANGS = "read -r _ <gate";

/** Makes the gate on which {@link HANGS} hangs. */
export function withGate({ root }: World, { ground }: Stage): Promise<void> {
  return ground.gate(absolutePath(join(root, "gate")));
}

/** The other client that the installer may find, if it is here. */
export function netcat(): SignalClient | undefined {
  const [program, timeout] = ["nc", "timeout"].map(findProgram);
  if (program === undefined || timeout === undefined) return undefined;
  return {
    kind: "netcat",
    program: absolutePath(program),
    timeout: absolutePath(timeout),
  };
}
