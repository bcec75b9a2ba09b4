import type { Readable } from "node:stream";
import { commandEnvironment } from "../commands/command-environment.ts";
import { type CommandRecord, runCommand } from "../commands/run-command.ts";
import { toText } from "../git/path-bytes.ts";
import { jobProcess } from "./job-process.ts";
import type { OutputDraft } from "./output-draft.ts";
import { OutputHead } from "./output-head.ts";
import { isText, type PreparedRun } from "./prepare-run.ts";
import { ProgressTeller } from "./progress.ts";
import type { TaskOrder, TaskTools } from "./task-order.ts";

/** Where the command reads from and writes to, besides what is always kept. */
export interface RunStreams {
  readonly stdin: Readable | undefined;
  readonly draft: OutputDraft | undefined;
  readonly signal: AbortSignal;
}

/** What a command did, and the beginning of what it printed. */
export interface ExecutedRun {
  readonly record: CommandRecord;
  readonly head: OutputHead;
}

/** Runs the command of a task. What it prints takes the same memory however much it is. */
export async function executeRun(
  { door, clock }: TaskTools,
  { task, payload, place, beat }: TaskOrder,
  { words, path }: PreparedRun,
  { stdin, draft, signal }: RunStreams,
): Promise<ExecutedRun> {
  const head = new OutputHead();
  const progress = new ProgressTeller((told) => beat({ progress: told }));
  const context = {
    repository: place.root,
    occasion: "task",
    task: {
      name: task.name,
      file: isText(path) ? toText(path) : null,
      commit: payload.commit,
    },
  } as const;
  const { repository, occasion } = context;
  door.log("command.started", { repository, occasion });
  try {
    const record = await runCommand({
      words,
      cwd: place.root,
      env: commandEnvironment(door.env, context),
      deadlineMs: task.timeoutMs,
      signal,
      monotonic: clock.monotonic,
      ...(stdin === undefined ? {} : { stdin }),
      onStarted: (pid) => beat({ process: jobProcess(pid) }),
      onStdout(chunk) {
        head.add(chunk);
        progress.add(chunk, "stdout");
        return draft?.add(chunk);
      },
      onStderr: (chunk) => progress.add(chunk, "stderr"),
    });
    return { record, head };
  } finally {
    progress.close();
  }
}
