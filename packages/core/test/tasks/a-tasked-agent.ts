import { expect } from "vitest";
import { type Agent, startAgent } from "../../src/agent/agent.ts";
import { systemClock } from "../../src/clock.ts";
import { type Client, openClient } from "../../src/socket/client.ts";
import type { JobsRequest, JobView } from "../../src/socket/job-schema.ts";
import type { ResultsRequest, TaskResult } from "../../src/socket/task-schema.ts";
import { aHookedAgent, eventually, type HookedAgent } from "../hooks/a-hooked-agent.ts";

/** Asks for every job. */
export const EVERY_JOB: JobsRequest = {
  ids: null,
  repository: null,
  task: null,
  run: null,
  states: null,
  most: 100,
  before: null,
};

const EVERY_RESULT: ResultsRequest = {
  repository: null,
  task: null,
  file: null,
  job: null,
  query: null,
  most: 100,
  before: null,
  output: true,
};

/** An agent whose user has tasks. */
export interface TaskedAgent extends HookedAgent {
  readonly client: Client;
  /** Sets a task up in the user's own config, with no delay unless the test says otherwise. */
  readonly setTask: (name: string, keys: Readonly<Record<string, string>>) => Promise<void>;
  readonly config: (...words: string[]) => Promise<string>;
  /** The jobs of tasks, the newest first. */
  readonly jobs: (differs?: Partial<JobsRequest>) => Promise<readonly JobView[]>;
  readonly results: (differs?: Partial<ResultsRequest>) => Promise<readonly TaskResult[]>;
  /** Waits until there are so many jobs, and all are done. */
  readonly expectAllDone: (count: number) => Promise<void>;
  /** Restarts the agent, as a new process would take up its state. */
  readonly restart: () => Promise<void>;
}

/** Starts one, with one repository that is in sync. */
export async function aTaskedAgent(): Promise<TaskedAgent> {
  const it = await aHookedAgent((scratch, here) =>
    scratch.git(here, "config", "hookline.syncInterval", "1d"),
  );
  await it.inSync();
  const client = openClient(it.home);
  const config = (...words: string[]) => it.scratch.git(it.here, "config", ...words);
  let later: Agent | undefined;

  const jobs = async (differs: Partial<JobsRequest> = {}): Promise<readonly JobView[]> => {
    const answer = await client.jobs({ ...EVERY_JOB, ...differs });
    if (answer.kind !== "ok") return expect.fail(`the agent is ${answer.kind}`);
    return answer.value.jobs.filter(({ kind }) => kind === "task");
  };

  return {
    ...it,
    client,
    config,
    jobs,
    async setTask(name, keys) {
      for (const [key, value] of Object.entries({ delay: "0s", ...keys })) {
        await config("--global", `hookline-task.${name}.${key}`, value);
      }
      await client.reload();
    },
    async results(differs = {}) {
      const answer = await client.results({ ...EVERY_RESULT, ...differs });
      return answer.kind === "ok"
        ? answer.value.results
        : expect.fail(`the agent is ${answer.kind}`);
    },
    async expectAllDone(count) {
      await eventually(async () => {
        const states = (await jobs()).map(({ state }) => state);
        expect(states).toEqual(Array.from({ length: count }, () => "done"));
      });
    },
    async restart() {
      await it.agent.stop("for the next one");
      const { home, scratch } = it;
      const options = { home, env: scratch.env, clock: systemClock, logLevel: "debug" } as const;
      later = await startAgent({ ...options, version: "1.2.3" });
    },
    async end() {
      await later?.stop("the test is over");
      await it.end();
    },
  };
}
