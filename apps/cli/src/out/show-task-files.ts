import {
  fillOutput,
  findTaskFiles,
  matchFiles,
  openGit,
  type PathBytes,
  type Task,
  toText,
} from "@hookline/core";
import type { AbsolutePath } from "@hookline/core/client";
import { counted, tilde, visible } from "@hookline/core/words";
import type { Context } from "../context.ts";
import { syncedRepositories } from "../synced-repositories.ts";

/** So many files are named. */
const NAMED = 3;

/** Says which files of a repository a task is for, so that a wrong pattern is seen at once. */
export async function showTaskFiles(
  context: Context,
  path: AbsolutePath,
  task: Task,
): Promise<void> {
  const { out, door, env } = context;
  const found = await findTaskFiles(openGit(door, path), task, NAMED);
  if (found.kind === "failed") return;
  const { count, first } = found;
  const where = tilde(path, env["HOME"]);
  if (count === 0) {
    out.line(`  In ${where} it is for none of the files that git tracks.`);
  } else {
    const names = first.map((file) => visible(toText(file))).join(", ");
    const more = count > first.length ? ` and ${count - first.length} more` : "";
    out.line(`  In ${where} it is for ${counted(count, "file")}: ${names}${more}.`);
  }
  const own = ownOutput(task, first[0]);
  if (own !== undefined) {
    const mark = out.paint("warning", "!");
    out.line(`  ${mark} Its output ${own} is one of its own files: --exclude leaves it out.`);
  }
  if (!(await syncedRepositories(context)).includes(path)) {
    out.line(`  It runs once Hookline syncs this repository: \`hookline add\`.`);
  }
}

/** The output for a file, where it would be a file of the task again, and so on without end. */
function ownOutput(task: Task, file: PathBytes | undefined): string | undefined {
  if (task.output === null || file === undefined) return undefined;
  const output = fillOutput(task.output, { file, commit: "commit", task: task.name });
  const isOwn = output.kind === "filled" && matchFiles(task)(output.path);
  return isOwn ? visible(toText(output.path)) : undefined;
}
