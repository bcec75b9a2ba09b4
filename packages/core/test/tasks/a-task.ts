import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemClock } from "../../src/clock.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { locate } from "../../src/git/locate.ts";
import { fromText, type PathBytes } from "../../src/git/path-bytes.ts";
import { openGit } from "../../src/git/run-git.ts";
import type { JobId } from "../../src/queue/job-queue.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { runTask } from "../../src/tasks/run-task.ts";
import type { Task } from "../../src/tasks/task.ts";
import type { TaskPayload } from "../../src/tasks/task-job.ts";
import type { TaskBeat, TaskDone, TaskTools } from "../../src/tasks/task-order.ts";
import { TaskOutputs } from "../../src/tasks/task-outputs.ts";
import type { TaskRun } from "../../src/tasks/task-run.ts";
import { TaskRuns } from "../../src/tasks/task-runs.ts";
import { type MemoryLog, memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

/** A task that does nothing, with what a test changes about it. */
function aTask(changed: Partial<Task> = {}): Task {
  return {
    name: "document",
    words: ["true"],
    include: [],
    exclude: [],
    mode: "auto",
    on: ["commit"],
    input: "path",
    output: null,
    batchSize: 5,
    delayMs: 0,
    maxRetries: 2,
    retryDelayMs: 60_000,
    timeoutMs: 60_000,
    concurrency: 1,
    paused: false,
    ...changed,
  };
}

/** A shell script as the words of a task; `$1` and so on are the further words. */
export function sh(script: string, ...rest: string[]): string[] {
  return ["sh", "-c", script, "sh", ...rest];
}

/** A task that writes a text into a file. */
export function writing(text: string, output = "docs/{file}.txt"): Partial<Task> {
  return {
    words: ["printf", "%s", text],
    output,
  };
}

/** What a test says about a run. */
interface Asked {
  readonly task?: Partial<Task>;
  readonly path?: string | PathBytes;
  readonly payload?: Partial<TaskPayload>;
  readonly signal?: AbortSignal;
  readonly beat?: (beat: TaskBeat) => void;
  readonly tools?: Partial<TaskTools>;
}

/** A repository with files, and everything that running tasks in it takes. */
export class TaskScratch {
  readonly #log: MemoryLog = memoryLog();

  readonly scratch: Scratch;
  readonly here: AbsolutePath;
  readonly store: Store;

  private constructor(scratch: Scratch, here: AbsolutePath, store: Store) {
    this.scratch = scratch;
    this.here = here;
    this.store = store;
  }

  static async make(init: readonly string[] = []): Promise<TaskScratch> {
    const scratch = await makeScratch("task");
    await scratch.git(scratch.root, "init", "--quiet", ...init, "here");
    const { store } = openStore(scratch.path("test.db"), systemClock, memoryLog().log);
    return new TaskScratch(scratch, scratch.path("here"), store);
  }

  /** The same, for another work tree. */
  at(here: AbsolutePath): TaskScratch {
    return new TaskScratch(this.scratch, here, this.store);
  }

  get tools(): TaskTools {
    return {
      door: { env: this.scratch.env, log: this.#log.log },
      clock: systemClock,
      runs: this.runs,
      outputs: new TaskOutputs(this.store),
    };
  }

  get runs(): TaskRuns {
    return new TaskRuns(this.store);
  }

  git(...args: string[]): Promise<string> {
    return this.scratch.git(this.here, ...args);
  }

  file(name: string): string {
    return join(this.here, name);
  }

  async write(name: string, content: string | Buffer): Promise<void> {
    await mkdir(dirname(this.file(name)), { recursive: true });
    await writeFile(this.file(name), content);
  }

  /** Writes files and commits everything. */
  async commit(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
    for (const [name, content] of Object.entries(files)) await this.write(name, content);
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--allow-empty", "-m", "a commit");
  }

  /** Runs a task for a file of HEAD. */
  async run(asked: Asked = {}): Promise<TaskDone> {
    const { task, path = "a.md", payload, signal, beat } = asked;
    const tools = { ...this.tools, ...asked.tools };
    const located = await locate(openGit(tools.door, this.here));
    if (located.kind !== "repository") throw new Error(located.kind);
    const commit = await this.git("rev-parse", "HEAD");
    const blob = payload?.blob ?? (await this.git("rev-parse", `HEAD:${path}`));
    return runTask(tools, {
      task: aTask(task),
      payload: { path: fromText(path), blob, commit, on: "commit", again: false, ...payload },
      place: located.place,
      job: "7" as JobId,
      attempt: 1,
      signal: signal ?? new AbortController().signal,
      beat: beat ?? (() => undefined),
    });
  }

  /** As {@link run}, for a run that is written down. */
  async ran(asked: Asked = {}): Promise<TaskRun> {
    const done = await this.run(asked);
    if (done.kind !== "ran") throw new Error(JSON.stringify(done));
    return done.run;
  }

  async remove(): Promise<void> {
    this.store.close();
    await this.scratch.remove();
  }
}
