import type { TaskDescription } from "../tasks/describe-tasks.ts";

/** A task in words: whether it runs, and for what. */
export interface TaskWords {
  readonly grade: "runs" | "paused" | "held";
  /** `runs by itself, for commits made here`. */
  readonly says: string;
}

/** Says in words whether a task runs. */
export function taskInWords({
  settings,
  held,
  trusted,
}: Pick<TaskDescription, "settings" | "held" | "trusted">): TaskWords {
  if (held !== null) return { grade: "held", says: HELD[held] };
  if (settings.paused) return { grade: "paused", says: "is paused" };
  const commits = [...new Set(settings.on)].map((one) => COMMITS[one]).join(" and ");
  const when = settings.mode === "manual" ? "when you ask for it, for" : "by itself, for";
  const accepted = trusted === true ? "; you trust it" : "";
  return { grade: "runs", says: `runs ${when} ${commits}${accepted}` };
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
