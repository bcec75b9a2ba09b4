import type { Readable } from "node:stream";
import type { OutputTrouble, TaskEnding } from "../decide/task-ending.ts";
import { fileFailure } from "../file-failure.ts";
import { executeRun } from "./execute-run.ts";
import type { BlobEnd } from "./open-blob.ts";
import { type FinishedDraft, OutputDraft } from "./output-draft.ts";
import { type OutputTools, placeOutput } from "./output-place.ts";
import { type PreparedRun, readSource } from "./prepare-run.ts";
import type { TaskOrder, TaskTools } from "./task-order.ts";
import type { NewTaskRun } from "./task-run.ts";

/** What is known of a run once it has ended. */
export type RunFacts = Pick<NewTaskRun, "ending"> &
  Partial<
    Pick<
      NewTaskRun,
      "fingerprint" | "stdout" | "stdoutBytes" | "stderr" | "durationMs" | "outputBlob"
    >
  >;

interface StdinBlob {
  readonly content: Readable;
  readonly ended: Promise<BlobEnd>;
}

/** Runs the command of a prepared run and puts its output in its place. */
export async function runToEnd(
  tools: TaskTools,
  order: TaskOrder,
  prepared: PreparedRun,
  into: OutputTools,
  blob: StdinBlob | undefined,
): Promise<RunFacts> {
  const { output, path, format } = prepared;
  const trouble = new AbortController();
  let draft: OutputDraft | undefined;
  try {
    if (output !== null) {
      const onTrouble = (): void => trouble.abort();
      draft = await OutputDraft.begin({ place: order.place, format, onTrouble });
    }
    const { record, head } = await executeRun(tools, order, prepared, {
      stdin: blob?.content,
      draft,
      signal: AbortSignal.any([order.signal, trouble.signal]),
    });
    const { stderr, durationMs } = record;
    const kept = { stdout: head.text(), stdoutBytes: head.bytes, stderr, durationMs };
    const finished = await draft?.finish();
    const ending = endingOf(record.ending, await blob?.ended, finished);
    if (ending.kind !== "succeeded") return { ...kept, ending };
    if (output === null || finished?.kind !== "finished") {
      return { ...kept, ending, ...(await whatItSaw(order, prepared)) };
    }
    const placed = await placeOutput(into, { path: output, source: path }, finished);
    if (placed.kind !== "placed") return { ...kept, ending: placed };
    return { ...kept, ending, outputBlob: finished.id, ...(await whatItSaw(order, prepared)) };
  } catch (error) {
    return { ending: { kind: "disk", detail: fileFailure(error).detail } };
  } finally {
    blob?.content.destroy();
    await draft?.remove();
  }
}

/** A command that we ended because nothing could come of it ended for that reason. */
function endingOf(
  ending: TaskEnding,
  read: BlobEnd | undefined,
  written: FinishedDraft | OutputTrouble | undefined,
): TaskEnding {
  if (written !== undefined && written.kind !== "finished") return written;
  if (ending.kind === "succeeded" && read?.kind === "broken") {
    return { kind: "content", detail: read.why };
  }
  return ending;
}

/** A file that was written to while the command ran, perhaps by the command itself: nobody knows what it saw. */
async function whatItSaw(
  { task, place }: TaskOrder,
  { path, format, content }: PreparedRun,
): Promise<{ readonly fingerprint?: null }> {
  if (task.input === "stdin") return {};
  const present = await readSource(place.root, path, format);
  return "id" in present && present.id === content ? {} : { fingerprint: null };
}
