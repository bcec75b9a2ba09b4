import { absolutePath } from "../decide/brands.ts";
import { describeExit, type GitDoor, openGit } from "../git/run-git.ts";
import { inParallel } from "../in-parallel.ts";
import type { TasksReply, TasksRequest, TaskView } from "../socket/repository-schema.ts";
import { describeTasks } from "../tasks/describe-tasks.ts";
import { listTrustedConfig } from "../trust/list-trusted-config.ts";
import { taskInWords } from "../words/task-in-words.ts";
import type { Repositories } from "./repositories.ts";

/** How many repositories are read at once. */
const AT_ONCE = 4;

/** Answers for the tasks that are set, as they are in force in each repository. */
export async function listTasks(
  door: GitDoor,
  repositories: Pick<Repositories, "paths" | "requireAll">,
  { repository }: TasksRequest,
): Promise<TasksReply> {
  const paths = repository === null ? repositories.paths() : [absolutePath(repository)];
  repositories.requireAll(paths);
  const tasks: TaskView[] = [];
  const failures: { repository: string; says: string }[] = [];
  await inParallel(paths, AT_ONCE, async (path) => {
    const listed = await listTrustedConfig(openGit(door, path), path);
    if (listed.kind === "failed") {
      failures.push({ repository: path, says: describeExit(listed.exit) });
      return;
    }
    for (const task of describeTasks(listed.entries)) {
      const { held, keys, name, problems } = task;
      tasks.push({
        repository: path,
        name,
        ...taskInWords(task),
        next: held === "untrusted" ? "`hookline trust` in a terminal shows it and asks." : null,
        keys: keys.filter(({ origin }) => origin !== "default"),
        problems,
      });
    }
  });
  return {
    tasks: tasks.toSorted(
      (one, other) =>
        one.repository.localeCompare(other.repository) || one.name.localeCompare(other.name),
    ),
    failures,
  };
}
