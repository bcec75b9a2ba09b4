import { rmSync } from "node:fs";
import { findHome, openClient } from "@hookline/core/client";
import type { Stage } from "../stage.ts";

/** Brings the agent into the state that a sample wants. */
export interface AgentSwitch {
  readonly up: () => Promise<void>;
  readonly down: () => void;
  /** Stops its process: it accepts connections and never answers. */
  readonly freeze: () => Promise<void>;
  readonly thaw: () => void;
}

/** Makes the switch of a stage's agent. */
export function agentSwitch(stage: Stage): AgentSwitch {
  const home = findHome(stage.env);
  const client = openClient(home);
  let pid: number | undefined;
  const up = async (): Promise<void> => {
    if (pid !== undefined) return;
    stage.hookline("start", "--detach");
    stage.hookline("sync", "--all", "--wait");
    const health = await client.health();
    pid = health.kind === "ok" ? health.value.pid : undefined;
  };
  return {
    up,
    down: () => {
      if (pid !== undefined) stage.hookline("stop");
      pid = undefined;
    },
    freeze: async () => {
      await up();
      if (pid !== undefined) process.kill(pid, "SIGSTOP");
    },
    thaw: () => {
      if (pid !== undefined) process.kill(pid, "SIGCONT");
      // The next frozen sample is to ring the bell anew, as the first commit after a hang does.
      rmSync(home.poked, { force: true });
    },
  };
}
