import { fileBelow, toText } from "../git/path-bytes.ts";
import { openGit } from "../git/run-git.ts";
import { readPresent } from "../worktree/present.ts";
import { openBlob } from "./open-blob.ts";
import { lookAtOutput, type OutputTools } from "./output-place.ts";
import { type PreparedRun, prepareRun } from "./prepare-run.ts";
import { type RunFacts, runToEnd } from "./run-to-end.ts";
import type { TaskDone, TaskOrder, TaskTools } from "./task-order.ts";

/**
 * Runs one job of a task: its command, for one file as one commit left it, and keeps what came of it.
 *
 * What has been done is not done again, unless asked. It may be called again after a crash at any point.
 * What is wrong with the file, the repository or the command is a value.
 *
 * @throws StoreError when the result cannot be kept
 */
export async function runTask(tools: TaskTools, order: TaskOrder): Promise<TaskDone> {
  const prepared = await prepareRun(order);
  if (prepared.kind !== "prepared") return prepared;
  const before = order.payload.again ? undefined : await findDone(tools, order, prepared);
  if (before !== undefined) return { kind: "already", run: before };
  if (order.signal.aborted) return { kind: "stopped" };
  const startedAt = tools.clock.now();
  const into = outputTools(tools, order, prepared);
  const facts = (await refuse(into, prepared)) ?? (await start(tools, order, prepared, into));
  if (!("ending" in facts)) return facts;
  if (facts.ending.kind === "stopped") return { kind: "stopped" };
  return { kind: "ran", run: keep(tools, order, prepared, { ...facts, startedAt }) };
}

/** A success counts as long as the file that it wrote is still there. */
async function findDone(
  { runs }: TaskTools,
  { place }: TaskOrder,
  { fingerprint, format, output }: PreparedRun,
): Promise<number | undefined> {
  const done = runs.findDone(fingerprint);
  if (done === undefined || output === null) return done?.id;
  const present = await readPresent(fileBelow(place.root, output), format);
  return "id" in present && present.id === done.outputBlob ? done.id : undefined;
}

/** Looks where the output goes before the command costs anything. */
async function refuse(
  into: OutputTools,
  { output, path }: PreparedRun,
): Promise<RunFacts | undefined> {
  if (output === null) return undefined;
  const place = await lookAtOutput(into, { path: output, source: path });
  return place.kind === "open" ? undefined : { ending: place };
}

async function start(
  tools: TaskTools,
  order: TaskOrder,
  prepared: PreparedRun,
  into: OutputTools,
): Promise<RunFacts | TaskDone> {
  if (order.task.input === "path") return runToEnd(tools, order, prepared, into, undefined);
  const { blob } = order.payload;
  const opened = await openBlob(into, blob);
  if (opened.kind === "open") return runToEnd(tools, order, prepared, into, opened);
  if (opened.kind === "gone") {
    const reason = `The repository no longer has ${blob}, the content of ${toText(prepared.path)}`;
    return { kind: "unusable", reason };
  }
  if (opened.failure.kind === "stopped") return { kind: "stopped" };
  return { ending: { kind: "content", detail: opened.failure.detail } };
}

function outputTools(
  { door, outputs }: TaskTools,
  { place, task, signal }: TaskOrder,
  { format }: PreparedRun,
): OutputTools {
  const limits = { deadlineMs: task.timeoutMs, signal };
  return { git: openGit(door, place.root), limits, place, format, outputs };
}

function keep(
  { runs }: TaskTools,
  { task, payload, place, job, attempt }: TaskOrder,
  { path, output, fingerprint }: PreparedRun,
  facts: RunFacts & { readonly startedAt: number },
) {
  const nothing = { stdout: "", stdoutBytes: 0, stderr: "", durationMs: 0, outputBlob: null };
  return runs.save({
    job,
    attempt,
    task: task.name,
    repository: place.root,
    path: toText(path),
    blob: payload.blob,
    commit: payload.commit,
    fingerprint,
    output: output === null ? null : toText(output),
    ...nothing,
    ...facts,
  });
}
