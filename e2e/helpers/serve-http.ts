#!/usr/bin/env node
// Serves the bare repositories of a folder over smart HTTP at http://localhost:$PORT, in the
// background, until it is stopped or the story ends: `serve-http <folder>`, `serve-http stop`.
// `serve-http token <token>`, before or meanwhile: from now on only who carries that one comes in.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { serveOverHttp } from "@hookline/core";
import { absolutePath } from "@hookline/core/client";
import { endProcess } from "../src/end-process.ts";

const [what = "", folder = ""] = process.argv.slice(2);
const { STORY, PORT } = process.env;
const pidFile = `${STORY}/.story/serve-http.pid`;
const tokenFile = `${STORY}/.story/serve-http.token`;

switch (what) {
  case "stop":
    await endProcess(Number(readFileSync(pidFile, "utf8")));
    break;
  case "token":
    writeFileSync(tokenFile, folder);
    break;
  case "--here":
    await serveOverHttp(absolutePath(folder), process.env, Number(PORT), admits);
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

/** Whether a request carries the token, as the password of whatever user (RFC 7617). */
function admits(authorization = ""): boolean {
  if (!existsSync(tokenFile)) return true;
  const credentials = Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString();
  return credentials.replace(/^[^:]*:/, "") === readFileSync(tokenFile, "utf8");
}
