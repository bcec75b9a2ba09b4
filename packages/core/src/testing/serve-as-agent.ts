import { systemClock } from "../clock.ts";
import type { Home } from "../home.ts";
import type { Handlers } from "../socket/handlers.ts";
import { type AgentServer, startServer } from "../socket/server.ts";
import { memoryLog } from "./memory-log.ts";

/**
 * Serves a home's socket as an agent does, with answers that a test gives. What it gives none for
 * fails the request, as a bug in an agent would.
 */
export function serveAsAgent(home: Home, answers: Partial<Handlers>): Promise<AgentServer> {
  const missing = (): never => {
    throw new Error("this test has no answer for that");
  };
  return startServer({
    home,
    identity: { pid: process.pid, version: "0.0.0", drains: false },
    clock: systemClock,
    log: memoryLog().log,
    handlers: {
      status: missing,
      metrics: missing,
      signal: missing,
      feedback: missing,
      canary: missing,
      look: missing,
      preview: missing,
      moves: missing,
      planMove: missing,
      settleMove: missing,
      jobs: missing,
      actOnJobs: missing,
      runTask: missing,
      results: missing,
      settings: missing,
      writeSetting: missing,
      pause: missing,
      activity: missing,
      rescues: missing,
      rescue: missing,
      rescuePatch: missing,
      restoreRescue: missing,
      dropRescue: missing,
      checkRepository: missing,
      addRepository: missing,
      removeRepository: missing,
      folders: missing,
      tasks: missing,
      readLog: missing,
      dashboard: missing,
      reload: missing,
      stop: missing,
      ...answers,
    },
  });
}
