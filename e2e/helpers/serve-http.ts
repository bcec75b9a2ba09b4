#!/usr/bin/env node
// Serves the bare repositories of a folder over smart HTTP at http://localhost:$PORT, in the
// background, until it is stopped or the story ends: `serve-http <folder>`, `serve-http stop`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { serveOverHttp } from "@hookline/core";
import { absolutePath } from "@hookline/core/client";
import { endProcess } from "../src/end-process.ts";

const [what = "", folder = ""] = process.argv.slice(2);
const { STORY, PORT } = process.env;
const pidFile = `${STORY}/.story/serve-http.pid`;

switch (what) {
  case "stop":
    await endProcess(Number(readFileSync(pidFile, "utf8")));
    break;
  case "--here":
    await serveOverHttp(absolutePath(folder), process.env, Number(PORT));
    process.send?.("ready");
    process.disconnect();
    break;
  default:
    await start(resolve(what));
}

async function start(served: string): Promise<void> {
  const server = spawn(process.execPath, [import.meta.filename, "--here", served], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    detached: true,
  });
  const [ready] = await Promise.race([once(server, "message"), once(server, "exit")]);
  if (ready !== "ready") throw new Error(`serve-http did not start: ${ready}`);
  writeFileSync(pidFile, String(server.pid));
  server.unref();
  console.log(`Serving ${served} at http://localhost:${PORT}`);
}
