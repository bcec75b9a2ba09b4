import { createHash } from "node:crypto";
import { userInfo } from "node:os";
import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import type { Home } from "../home.ts";

/** Where the agent listens. */
export interface SocketAddress {
  readonly path: string;
  /** The folder that guards the socket; null for a Windows pipe, which lies in none. */
  readonly folder: AbsolutePath | null;
}

/**
 * The longest path we bind, in bytes.
 *
 * The kernels allow 108 (Linux) and 104 (macOS) with the closing zero; Node 20 cut longer ones
 * silently, so that two homes could share one socket.
 */
const MAX_PATH_BYTES = 100;

/**
 * Names the agent's address: a socket below the home, or in `/tmp` where that path is too long.
 *
 * On Windows it is a pipe named after home and user, which no two of them share (not run).
 */
export function socketAddress(home: Home, platform: NodeJS.Platform): SocketAddress {
  if (platform === "win32") {
    const name = shortHash(`${home.root}\0${userInfo().username}`, 16);
    return { path: `\\\\.\\pipe\\hookline-${name}`, folder: null };
  }
  const near = below(home.run);
  if (Buffer.byteLength(near.path) <= MAX_PATH_BYTES) return near;
  // Not `os.tmpdir()`: agent, clients and hooks must agree even where TMPDIR differs.
  const user = process.getuid?.() ?? userInfo().uid;
  return below(absolutePath(`/tmp/hookline-${user}-${shortHash(home.root, 8)}`));
}

function below(folder: AbsolutePath): SocketAddress {
  return { path: join(folder, "agent.sock"), folder };
}

function shortHash(text: string, digits: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}
