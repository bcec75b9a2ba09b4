import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../stage.ts";
import type { Variant } from "./hook-variants.ts";

/**
 * The design that most tools begin with: a Python hook that opens a socket, sends JSON and waits for
 * the answer; the server answers at once.
 */
export async function classicHook(
  stage: Stage,
  python: string,
  repository: string,
): Promise<Variant> {
  const socket = stage.path("classic.sock");
  const hook = `#!${python}
import json, os, socket
s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
s.settimeout(0.2)
s.connect(${JSON.stringify(socket)})
s.sendall(json.dumps({"event": "post-commit", "cwd": os.getcwd()}).encode() + b"\\n")
s.recv(4096)
`;
  writeFileSync(join(repository, ".git", "hooks", "post-commit"), hook, { mode: 0o755 });
  const server = spawn(process.execPath, ["-e", SERVER, socket], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  // It ends with the bench: its input is not ours, but its life is.
  process.once("exit", () => server.kill());
  server.unref();
  await new Promise((resolve) => server.stdout.once("data", resolve));
  server.stdout.destroy();
  return { name: "Python hook that opens a socket", repository };
}

const SERVER = `
require("node:net")
  .createServer((peer) => peer.on("error", () => {}).once("data", () => peer.end("ok\\n")))
  .listen(process.argv[1], () => console.log("listening"));
`;
