import { join } from "node:path";
import { serveOverHttp } from "@hookline/core";
import { makeScratch, type Scratch } from "@hookline/core/testing";
import { expect, vi } from "vitest";
import { type Ran, run } from "./run.ts";
import { AGENT, type RunningAgent, startAgent } from "./start-agent.ts";
import { startTap, type Tap } from "./tap.ts";

/** A forge, a line to it that can be cut, and a place for agents without a screen. */
export interface Stage {
  readonly scratch: Scratch;
  /** The bare repository that the forge serves, with one commit of `README.md`. */
  readonly remote: string;
  /** Where it is to be cloned to; nothing is there yet. */
  readonly target: string;
  readonly tap: Tap;
  readonly url: string;
  /** The forge lets in only who carries this token; null for everyone. */
  readonly demand: (token: string | null) => void;
  /** Called for each request to the forge, while whoever asks waits. */
  readonly onAsked: (look: () => void) => void;
  /** A container's environment: no git configuration, and a robot who commits. */
  readonly environment: (more?: NodeJS.ProcessEnv) => NodeJS.ProcessEnv;
  /** Starts `hookline agent`, behind another program if one is named. */
  readonly agent: (
    args: readonly string[],
    env?: NodeJS.ProcessEnv,
    behind?: readonly string[],
  ) => RunningAgent;
  /** Starts one that clones into the target. */
  readonly cloning: (env?: NodeJS.ProcessEnv) => RunningAgent;
  /** Runs another command of Hookline to its end. */
  readonly hookline: (env: NodeJS.ProcessEnv, ...args: string[]) => Promise<Ran>;
  readonly end: () => Promise<void>;
}

/** Waits for a condition, never for a time. */
export const eventually = (check: () => unknown): Promise<unknown> =>
  vi.waitFor(check, { timeout: 90_000, interval: 50 });

/** Sets a stage for one test. */
export async function setStage(): Promise<Stage> {
  const scratch = await makeScratch("headless");
  const remote = await scratch.remote();
  const target = join(scratch.root, "data", "notes");
  const agents: RunningAgent[] = [];
  let demanded: string | null = null;
  let look = (): void => undefined;
  const server = await serveOverHttp(scratch.root, scratch.env, 0, (authorization) => {
    look();
    if (demanded === null) return true;
    const carried = Buffer.from(`x-access-token:${demanded}`).toString("base64");
    return authorization === `Basic ${carried}`;
  });
  const tap = await startTap(server.port);
  const url = `http://127.0.0.1:${tap.port}/remote.git`;
  const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    PATH: scratch.env["PATH"],
    HOME: scratch.path("nobody"),
    HOOKLINE_HOME: scratch.path("state"),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Robot",
    GIT_AUTHOR_EMAIL: "robot@example.org",
    ...more,
  });
  const agent: Stage["agent"] = (args, env = environment(), behind = []) => {
    const running = startAgent([...behind, ...AGENT, "agent", ...args], env, scratch.root);
    agents.push(running);
    return running;
  };
  return {
    scratch,
    remote,
    target,
    tap,
    url,
    demand: (token) => {
      demanded = token;
    },
    onAsked: (next) => {
      look = next;
    },
    environment,
    agent,
    cloning: (env) => agent(["--repo", target, "--clone", url], env),
    hookline: (env, ...args) => run([...AGENT, ...args], { env, cwd: scratch.root }),
    async end() {
      for (const { process: child, ended } of agents) {
        child.kill("SIGKILL");
        await ended;
      }
      tap.end();
      await server.close();
      await scratch.remove();
    },
  };
}

/** Waits until every repository of the agent was in sync. */
export function isReady(stage: Stage, env = stage.environment()): Promise<unknown> {
  return eventually(async () =>
    expect(await stage.hookline(env, "healthcheck", "--ready")).toMatchObject({ status: 0 }),
  );
}
