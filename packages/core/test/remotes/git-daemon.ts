import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { vi } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { freePort } from "./free-port.ts";

/** A running git-daemon(1). */
export interface GitDaemon {
  readonly port: number;
  readonly url: (name: string) => string;
  readonly close: () => Promise<void>;
}

/** Serves the repositories of a folder at `git://`, for fetching and pushing, on the loopback address. */
export async function gitDaemon(folder: AbsolutePath, env: NodeJS.ProcessEnv): Promise<GitDaemon> {
  const port = await freePort();
  const daemon = spawn(
    "git",
    [
      "daemon",
      "--reuseaddr",
      "--export-all",
      "--enable=receive-pack",
      "--listen=127.0.0.1",
      `--port=${port}`,
      `--base-path=${folder}`,
    ],
    // `git` only waits for the daemon, so both must be ended.
    { env, stdio: "ignore", detached: true },
  );
  const ended = once(daemon, "exit");
  await vi.waitFor(() => answers(port), { timeout: 30_000, interval: 20 });
  return {
    port,
    url: (name) => `git://127.0.0.1:${port}/${name}`,
    async close() {
      if (daemon.pid !== undefined) process.kill(-daemon.pid);
      await ended;
    },
  };
}

function answers(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1" }, () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", reject);
  });
}
