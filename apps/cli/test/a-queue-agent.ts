import {
  type AbsolutePath,
  findHome,
  type JobActionRequest,
  type JobsReply,
  type JobsRequest,
  type JobView,
  openClient,
  type ResultsRequest,
  type Status,
  type TaskResult,
  type TaskRunRequest,
} from "@hookline/core/client";
import {
  type AgentServer,
  counts,
  makeScratch,
  type Scratch,
  serveAsAgent,
} from "@hookline/core/testing";
import type { Context } from "../src/context.ts";
import type { Output } from "../src/out/output.ts";
import { showError } from "../src/out/show-error.ts";
import { buildProgram } from "../src/program.ts";

/** What a command printed, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly lines: readonly string[];
  readonly troubles: readonly string[];
  /** What it printed as JSON. */
  readonly json: unknown;
}

/** A user with a registered repository, and an agent whose queue is what the test says. */
export interface QueueWorld {
  readonly scratch: Scratch;
  readonly repository: AbsolutePath;
  /** The agent's jobs, the oldest first; a test changes them as it likes. */
  readonly jobs: JobView[];
  readonly results: TaskResult[];
  /** Every request that was made, in order. */
  readonly asked: {
    readonly jobs: JobsRequest[];
    readonly acts: JobActionRequest[];
    readonly runs: TaskRunRequest[];
    readonly results: ResultsRequest[];
  };
  paused: boolean;
  /** Called at each request for jobs, before it is answered. */
  onJobs: () => void;
  unfit: readonly string[];
  /** Tells whoever listens that the queue changed. */
  readonly publish: () => void;
  /** Ends the agent, and starts one. */
  readonly stopAgent: () => Promise<void>;
  readonly startAgent: () => Promise<void>;
  /** Runs `hookline` with these arguments, in the repository. */
  readonly hookline: (...args: string[]) => Promise<Ended>;
  readonly end: () => Promise<void>;
}

const QUEUE = { queued: 0, running: 0, retrying: 0, dead: 0, spooled: 0 };
const STATUS: Status = { agent: null, repositories: [], awaited: [], queue: QUEUE };

/** Makes a {@link QueueWorld}. */
export async function aQueueAgent(): Promise<QueueWorld> {
  const scratch = await makeScratch("queue");
  await scratch.git(scratch.root, "init", "--quiet", "notes");
  const repository = scratch.path("notes");
  await scratch.git(scratch.root, "config", "--global", "hookline.repo", repository);
  const home = findHome(scratch.env);
  let server: AgentServer | undefined;

  const world: QueueWorld = {
    scratch,
    repository,
    jobs: [],
    results: [],
    asked: { jobs: [], acts: [], runs: [], results: [] },
    paused: false,
    onJobs: () => undefined,
    unfit: [],
    publish: () => server?.publish({ type: "queue", queue: QUEUE }),
    async stopAgent() {
      await server?.close();
      server = undefined;
    },
    async startAgent() {
      server = await serveAsAgent(home, {
        status: () => STATUS,
        reload: () => Promise.resolve({ repositories: 1 }),
        jobs: (request) => {
          world.asked.jobs.push(request);
          world.onJobs();
          return Promise.resolve(listOf(world, request));
        },
        actOnJobs: (request) => {
          world.asked.acts.push(request);
          const changed = (request.ids ?? world.jobs).length - world.unfit.length;
          return Promise.resolve({ changed, unfit: world.unfit });
        },
        runTask: (request) => {
          world.asked.runs.push(request);
          return Promise.resolve({ run: "r1", files: world.jobs.length });
        },
        results: (request) => {
          world.asked.results.push(request);
          return { results: resultsOf(world.results, request) };
        },
      });
    },
    async hookline(...args) {
      const { out, lines, troubles, values } = memoryOutput();
      const context: Context = {
        home,
        env: scratch.env,
        cwd: repository,
        client: openClient(home),
        out,
        version: "0.0.0",
        door: { env: scratch.env, log: () => undefined },
      };
      let code = -1;
      try {
        const program = buildProgram(context, (ended) => (code = ended));
        await program.parseAsync(args, { from: "user" });
      } catch (error) {
        code = showError(error, out);
      }
      return { code, lines, troubles, json: values[0] };
    },
    async end() {
      await world.stopAgent();
      await scratch.remove();
    },
  };
  await world.startAgent();
  return world;
}

/** Lists jobs as an agent does. */
function listOf({ jobs, paused }: QueueWorld, request: JobsRequest): JobsReply {
  const fitting = jobs
    .toReversed()
    .filter(
      (job) =>
        (request.ids?.includes(job.id) ?? true) &&
        (request.repository ?? job.repository) === job.repository &&
        (request.task ?? job.task) === job.task,
    );
  const count = (state: JobView["state"]): number =>
    fitting.filter((job) => job.state === state).length;
  const shown = fitting.filter(({ state }) => request.states?.includes(state) ?? true);
  const from = shown.findIndex(({ id }) => id === request.before) + 1;
  return {
    jobs: shown.slice(from, from + request.most),
    counts: counts({
      queued: count("queued"),
      running: count("running"),
      retrying: count("retrying"),
      done: count("done"),
      dead: count("dead"),
      cancelled: count("cancelled"),
    }),
    paused,
  };
}

function resultsOf(
  results: readonly TaskResult[],
  { task, file, job, before, most, output }: ResultsRequest,
): readonly TaskResult[] {
  const fitting = results
    .toReversed()
    .filter(
      (one) =>
        (task ?? one.task) === one.task &&
        (file ?? one.file) === one.file &&
        (job ?? one.job) === one.job,
    );
  const from = fitting.findIndex(({ id }) => id === before) + 1;
  return fitting
    .slice(from, from + most)
    .map((one) => (output ? one : { ...one, stdout: null, stderr: null }));
}

function memoryOutput() {
  const lines: string[] = [];
  const troubles: string[] = [];
  const values: unknown[] = [];
  const out: Output = {
    line: (text = "") => void lines.push(text),
    trouble: (text) => void troubles.push(text),
    json: (value) => void values.push(value),
    paint: (_tone, text) => text,
    paintTrouble: (_tone, text) => text,
    during: (_what, work) => work,
    isTerminal: false,
    columns: 80,
  };
  return { out, lines, troubles, values };
}
