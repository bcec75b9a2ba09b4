import type { TaskInForce } from "@hookline/core";
import type { Context } from "../context.ts";
import type { TaskDescription } from "../describe-tasks.ts";
import { visible } from "./visible.ts";
import { tilde } from "./words.ts";

/** Shows a task: whether it runs and for what, and each key that is set. */
export function showTask(context: Context, task: TaskDescription): void {
  const { out } = context;
  const name = out.paint("strong", visible(task.name));
  const { mark, state } = stateOf(context, task);
  out.line(`${mark} ${name}  ${state}`);
  showKeys(context, task.keys);
  for (const says of task.problems) out.line(`  ${out.paint("warning", "!")} ${visible(says)}`);
}

/** Shows the keys that are set, with where they come from. */
export function showKeys({ out, env }: Context, keys: TaskInForce["keys"]): void {
  for (const { key, shown, origin } of keys) {
    if (origin === "default") continue;
    const file = out.paint("quiet", visible(tilde(origin, env["HOME"])));
    out.line(`    ${key} = ${visible(shown)}  ${file}`);
  }
}

function stateOf({ out }: Context, { settings, held, trusted }: TaskDescription) {
  if (held !== null) return { mark: out.paint("warning", "!"), state: HELD[held] };
  if (settings.paused) return { mark: out.paint("warning", "‖"), state: "is paused" };
  const commits = [...new Set(settings.on)].map((one) => COMMITS[one]).join(" and ");
  const when = settings.mode === "manual" ? "when you ask for it, for" : "by itself, for";
  const accepted = trusted === true ? "; you trust it" : "";
  return { mark: out.paint("good", "✓"), state: `runs ${when} ${commits}${accepted}` };
}

const COMMITS = { commit: "commits made here", pull: "commits taken from a remote" } as const;

const HELD = {
  "bad-name": "does not run: such a name is not possible",
  "no-command": "does not run: it has no command",
  "taken-back": "does not run here: its command is taken back",
  untrusted: "does not run: you do not trust it yet",
  "bad-command": "does not run: its command cannot be used",
  "bad-pattern": "does not run: a pattern cannot be used",
  "bad-output": "does not run: its output cannot be used",
  "bad-word": "does not run: one of its words is none that there is",
} as const;
