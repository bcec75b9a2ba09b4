import { absolutePath } from "../../decide/brands.ts";
import { describeCommand } from "../../decide/command-ending.ts";
import type { ResultsReply, ResultsRequest, TaskResult } from "../../socket/task-schema.ts";
import type { TaskRun, TaskRunSummary } from "../../tasks/task-run.ts";
import type { TaskRuns } from "../../tasks/task-runs.ts";

/** What a reply may hold of outputs, in characters; the client refuses more than 8 MiB. */
const MOST_OUTPUT = 2 * 1024 * 1024;

/** Shows people what came of runs of tasks. */
export function listResults(runs: TaskRuns, request: ResultsRequest): ResultsReply {
  const { repository, task, file, job, query, most, before, output } = request;
  const selection = {
    task: task ?? undefined,
    repository: repository === null ? undefined : absolutePath(repository),
    path: file ?? undefined,
    job: job ?? undefined,
  };
  const found =
    query === null
      ? runs.list(selection, { most, before: before ?? undefined })
      : runs.search(query, selection, { most });
  let room = MOST_OUTPUT;
  const results = found.map((summary): TaskResult => {
    const whole = output ? runs.get(summary.id) : undefined;
    const view = resultView(summary, whole, room);
    room -= view.stdout?.length ?? 0;
    return view;
  });
  return { results };
}

function resultView(
  summary: TaskRunSummary & { readonly snippet?: string },
  whole: TaskRun | undefined,
  room: number,
): TaskResult {
  const { id, job, attempt, task, repository, blob, commit, ending, durationMs, output } = summary;
  return {
    id,
    job,
    attempt,
    task,
    repository,
    file: summary.path,
    blob,
    commit,
    succeeded: ending.kind === "succeeded",
    ending:
      "detail" in ending ? ending.detail : describeCommand({ ending, stdout: "", stderr: "" }),
    exitCode: ending.kind === "failed" ? ending.exitCode : ending.kind === "succeeded" ? 0 : null,
    startedAt: new Date(summary.startedAt).toISOString(),
    durationMs,
    stdout: whole === undefined ? null : whole.stdout.slice(0, Math.max(0, room)),
    stdoutBytes: summary.stdoutBytes,
    stderr: whole?.stderr ?? null,
    output,
    snippet: summary.snippet ?? null,
  };
}
