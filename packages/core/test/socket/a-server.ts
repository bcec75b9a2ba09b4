import { readFileSync } from "node:fs";
import { InputError } from "../../src/errors.ts";
import { findHome, type Home } from "../../src/home.ts";
import { type Client, openClient } from "../../src/socket/client.ts";
import type { Handlers } from "../../src/socket/handlers.ts";
import { type AgentServer, startServer } from "../../src/socket/server.ts";
import type { ServerLimits } from "../../src/socket/server-limits.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { type MemoryLog, memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { aStatus, calmHandlers } from "./a-status.ts";

/** A running server with everything that a test looks at. */
export interface TestServer {
  readonly scratch: Scratch;
  readonly home: Home;
  readonly server: AgentServer;
  readonly clock: FakeClock;
  readonly log: MemoryLog;
  /** The names of the handlers that ran, in order. */
  readonly calls: string[];
  /** The `Authorization` header that opens it. */
  readonly authorization: string;
  readonly client: Client;
  /** Closes the server and removes its home. */
  readonly end: () => Promise<void>;
}

/** What a test wants different. */
export interface ServerWishes {
  readonly limits?: Partial<ServerLimits>;
  readonly handlers?: Partial<Handlers>;
  readonly home?: (scratch: Scratch) => string;
}

/** Starts a server in a home of its own. */
export async function aServer(wishes: ServerWishes = {}): Promise<TestServer> {
  const scratch = await makeScratch("socket");
  const home = findHome({ HOOKLINE_HOME: wishes.home?.(scratch) ?? scratch.path("state") });
  const clock = new FakeClock();
  const log = memoryLog();
  const calls: string[] = [];
  const handlers: Handlers = {
    ...calmHandlers,
    status: () => (calls.push("status"), aStatus),
    metrics: () => (calls.push("metrics"), "hookline_up 1\n"),
    signal: () => void calls.push("signal"),
    feedback: ({ id, waitMs, lost }) => {
      calls.push(`feedback ${id} ${waitMs} ${lost}`);
      return Promise.resolve("[Hookline] Synced.");
    },
    canary: ({ ids }) => (calls.push("canary"), Promise.resolve({ arrived: ids })),
    look: (request) => {
      calls.push(`look ${request.repository} ${request.wait}`);
      if (request.repository === "/nowhere") {
        throw new InputError("/nowhere is no repository.", { code: "not-a-repository" });
      }
      const results = aStatus.repositories.map((status) => ({
        path: status.path,
        status,
        pushed: 2,
        pulled: 0,
        rescued: [],
        durationMs: 12.5,
      }));
      return Promise.resolve({ results });
    },
    preview: () => (calls.push("preview"), Promise.resolve({ previews: [] })),
    moves: () => (calls.push("moves"), { moves: [] }),
    planMove: () => (calls.push("planMove"), { id: 7 }),
    settleMove: () => void calls.push("settleMove"),
    reload: () => (calls.push("reload"), Promise.resolve({ repositories: 1 })),
    stop: () => void calls.push("stop"),
    ...wishes.handlers,
  };
  const server = await startServer({
    home,
    identity: { pid: 4711, version: "1.2.3", drains: false },
    handlers,
    clock,
    log: log.log,
    limits: wishes.limits ?? {},
  });
  return {
    scratch,
    home,
    server,
    clock,
    log,
    calls,
    authorization: `Bearer ${readFileSync(home.token, "utf8").trim()}`,
    client: openClient(home),
    async end() {
      await server.close();
      await scratch.remove();
    },
  };
}
