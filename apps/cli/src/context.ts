import { readFileSync } from "node:fs";
import type { GitDoor } from "@hookline/core";
import { type Client, findHome, type Home, openClient } from "@hookline/core/client";
import { type Output, terminalOutput } from "./out/output.ts";

/** What every command works with. */
export interface Context {
  readonly home: Home;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly client: Client;
  readonly out: Output;
  readonly version: string;
  /** git for commands; what they run is told to the person, not to the agent's log. */
  readonly door: GitDoor;
}

/** Takes up the context of this process. */
export function processContext(): Context {
  const home = findHome(process.env);
  return {
    home,
    env: process.env,
    cwd: process.cwd(),
    client: openClient(home),
    out: terminalOutput(),
    version: ownVersion(),
    door: { env: process.env, log: () => undefined },
  };
}

function ownVersion(): string {
  const file = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const manifest: unknown = JSON.parse(file);
  const named = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return named && typeof manifest.version === "string" ? manifest.version : "unknown";
}
