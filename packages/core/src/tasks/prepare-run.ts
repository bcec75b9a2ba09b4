import type { AbsolutePath } from "../decide/brands.ts";
import type { ObjectFormat } from "../git/blob-id.ts";
import {
  fileBelow,
  fromGit,
  fromText,
  isInside,
  type PathBytes,
  toText,
} from "../git/path-bytes.ts";
import { Folders } from "../worktree/folders.ts";
import { type Present, readPresent } from "../worktree/present.ts";
import { fillCommand, type TemplateValues } from "./command-template.ts";
import { ANY_COMMIT, fingerprint } from "./fingerprint.ts";
import { fillOutput } from "./output-template.ts";
import type { Task } from "./task.ts";
import type { TaskDone, TaskOrder } from "./task-order.ts";

/** A run of which everything is known but how it will end. */
export interface PreparedRun {
  readonly kind: "prepared";
  readonly format: ObjectFormat;
  readonly path: PathBytes;
  readonly words: readonly string[];
  readonly output: PathBytes | null;
  /** The id of the bytes that the command gets to see. */
  readonly content: string;
  readonly fingerprint: string;
}

/** Finds out what a run is about, or why there will be none. */
export async function prepareRun({
  task,
  payload,
  place,
}: TaskOrder): Promise<PreparedRun | TaskDone> {
  const format: ObjectFormat = payload.blob.length === 64 ? "sha256" : "sha1";
  const path = fromGit(payload.path);
  if (!staysBelow(path)) return unusable(`${toText(path)} is not a path inside a work tree`);
  let content = payload.blob;
  if (task.input === "path") {
    if (!isText(path)) return unusable(`${toText(path)}: a name that is not UTF-8 cannot be told`);
    const present = await readSource(place.root, path, format);
    if (present.kind !== "file") return skipped(path, present);
    content = present.id;
  }
  const values = { file: path, repo: place.root, commit: payload.commit, task: task.name };
  const filled = fillTask(task, values);
  if (filled.kind !== "filled") return filled;
  const same = fillTask(task, { ...values, commit: ANY_COMMIT });
  if (same.kind !== "filled") return same;
  const seen = { repository: place.root, input: task.input, file: path, content };
  return {
    kind: "prepared",
    format,
    path,
    words: filled.words,
    output: filled.output,
    content,
    fingerprint: fingerprint({ ...seen, words: same.words, output: same.output }),
  };
}

/** What is written is checked more strictly: a file of the repository may well have a `\\` in its name. */
function staysBelow(path: PathBytes): boolean {
  return isInside(process.platform === "win32" ? path : fromGit(path.replaceAll("\\", "_")));
}

/** Reads the file that a command gets by name. Behind a link to a folder there is none: it is not the repository's. */
export async function readSource(
  root: AbsolutePath,
  path: PathBytes,
  format: ObjectFormat,
): Promise<Present> {
  const above = await new Folders(root).above(path);
  return above.kind === "open" ? readPresent(fileBelow(root, path), format) : { kind: "absent" };
}

/** Whether a path can be told to a program: whatever is no UTF-8 would reach it as another name. */
export function isText(path: PathBytes): boolean {
  return fromText(toText(path)) === path;
}

interface FilledTask {
  readonly kind: "filled";
  readonly words: readonly string[];
  readonly output: PathBytes | null;
}

function fillTask({ words, output }: Task, values: TemplateValues): FilledTask | TaskDone {
  const command = fillCommand(words, values);
  if (command.kind === "unfillable") return unusable(command.problem);
  const target = output === null ? null : fillOutput(output, values);
  if (target?.kind === "unfillable") return unusable(target.problem);
  return { kind: "filled", words: command.words, output: target?.path ?? null };
}

/** A link is left alone: a commit of somebody else's could make a command read any file of this machine. */
function skipped(path: PathBytes, { kind }: Present): TaskDone {
  const why = kind === "absent" ? "is gone from the work tree" : "is not a plain file any more";
  return { kind: "skipped", reason: `${toText(path)} ${why}` };
}

function unusable(reason: string): TaskDone {
  return { kind: "unusable", reason };
}
