import { afterEach, beforeEach, expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import type { JobsRequest, JobView } from "../../src/socket/job-schema.ts";
import type { ResultsRequest, TaskRunRequest } from "../../src/socket/task-schema.ts";
import { aServer, type ServerWishes, type TestServer } from "./a-server.ts";
import { noJobs } from "./a-status.ts";
import { refusalCode, send } from "./raw-peer.ts";

let it: TestServer;

beforeEach(async () => {
  it = await aServer();
});
afterEach(() => it.end());

async function again(wishes: ServerWishes): Promise<void> {
  await it.end();
  it = await aServer(wishes);
}

const everyJob: JobsRequest = {
  ids: null,
  repository: null,
  task: null,
  run: null,
  states: null,
  most: 100,
  before: null,
};

const aJob: JobView = {
  id: "17",
  kind: "task",
  task: "document",
  repository: "/home/u/notes",
  file: "a.md",
  commit: "1".repeat(40),
  state: "running",
  attempts: 1,
  runAt: null,
  enqueuedAt: "2026-01-01T00:00:00.000Z",
  startedAt: "2026-01-01T00:00:01.000Z",
  finishedAt: null,
  progress: { outputBytes: 12, lastLine: "half way" },
  failure: { kind: "failed", detail: "it ended with code 3", next: "Look at its output." },
  paused: false,
  outcome: null,
};

const aRun: TaskRunRequest = {
  repository: "/home/u/notes",
  task: "document",
  files: { kind: "since", revision: "HEAD~3" },
  again: false,
};

const everyResult: ResultsRequest = {
  repository: null,
  task: null,
  file: null,
  job: null,
  query: "retry policy",
  most: 20,
  before: null,
  output: false,
};

test("a list of jobs travels whole, and asks for what it was asked", async () => {
  const asked: JobsRequest[] = [];
  const reply = { ...noJobs, jobs: [aJob], paused: true };
  await again({ handlers: { jobs: (request) => (asked.push(request), Promise.resolve(reply)) } });
  const request = { ...everyJob, states: ["dead" as const], before: "16" };
  expect(await it.client.jobs(request)).toEqual({ kind: "ok", value: reply });
  expect(asked).toEqual([request]);
});

test("actions, runs and results reach their handlers", async () => {
  const asked: unknown[] = [];
  await again({
    handlers: {
      actOnJobs: (request) => (
        asked.push(request), Promise.resolve({ changed: 2, unfit: ["look-9"] })
      ),
      runTask: (request) => (asked.push(request), Promise.resolve({ run: "r", files: 3 })),
      results: (request) => (asked.push(request), { results: [] }),
    },
  });
  const { most: _most, before: _before, states: _states, ...chosen } = everyJob;
  const action = { action: "retry", ...chosen, ids: ["17", "look-9"] } as const;
  expect(await it.client.actOnJobs(action)).toMatchObject({
    value: { changed: 2, unfit: ["look-9"] },
  });
  expect(await it.client.runTask(aRun)).toMatchObject({ value: { run: "r", files: 3 } });
  expect(await it.client.results(everyResult)).toMatchObject({ value: { results: [] } });
  expect(asked).toEqual([action, aRun, everyResult]);
});

test("a task that nobody knows is told in its own words", async () => {
  const unknown = new InputError('There is no task "docs".', {
    code: "no-task",
    hint: "See list.",
  });
  await again({ handlers: { runTask: () => Promise.reject(unknown) } });
  expect(await it.client.runTask(aRun)).toMatchObject({
    kind: "refused",
    message: 'There is no task "docs".',
    hint: "See list.",
  });
});

test.each<[string, string, object]>([
  ["an id that is none", "/v1/jobs", { ...everyJob, ids: ["../x"] }],
  ["more than a page", "/v1/jobs", { ...everyJob, most: 1001 }],
  ["a state that is none", "/v1/jobs", { ...everyJob, states: ["asleep"] }],
  ["an action that is none", "/v1/jobs/act", { ...everyJob, action: "forget" }],
  ["a run of nothing", "/v1/tasks/run", { ...aRun, files: { kind: "some" } }],
  ["a query without end", "/v1/tasks/results", { ...everyResult, query: "x".repeat(1001) }],
])("%s is refused", async (_what, path, body) => {
  const headers = { authorization: it.authorization, "content-type": "application/json" };
  const reply = await send(it.server.address, "POST", path, headers, JSON.stringify(body));
  expect(refusalCode(reply)).toBe("bad-request");
});
