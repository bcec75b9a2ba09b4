import type { TaskDescription, TaskInForce } from "@hookline/core";
import { taskInWords, tilde, visible } from "@hookline/core/words";
import type { Context } from "../context.ts";

const MARKS = {
  runs: { mark: "✓", tone: "good" },
  paused: { mark: "‖", tone: "warning" },
  held: { mark: "!", tone: "warning" },
} as const;

/** Shows a task: whether it runs and for what, and each key that is set. */
export function showTask(context: Context, task: TaskDescription): void {
  const { out } = context;
  const name = out.paint("strong", visible(task.name));
  const { grade, says } = taskInWords(task);
  const { mark, tone } = MARKS[grade];
  out.line(`${out.paint(tone, mark)} ${name}  ${says}`);
  showKeys(context, task.keys);
  for (const problem of task.problems)
    out.line(`  ${out.paint("warning", "!")} ${visible(problem)}`);
}

/** Shows the keys that are set, with where they come from. */
export function showKeys({ out, env }: Context, keys: TaskInForce["keys"]): void {
  for (const { key, shown, origin } of keys) {
    if (origin === "default") continue;
    const file = out.paint("quiet", visible(tilde(origin, env["HOME"])));
    out.line(`    ${key} = ${visible(shown)}  ${file}`);
  }
}
