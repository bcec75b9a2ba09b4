import { FAILURES, type LastRescue, rescueInWords, troubleInWords } from "@hookline/core/words";
import { label, nameOf } from "./label.ts";
import type { Note } from "./note.ts";
import type { SeenRepository } from "./tray-state.ts";
import { viewOf } from "./view-of.ts";

/** How long a body may be: most desktops show one or two lines. */
const LONGEST_BODY = 160;

/** What is the matter with a repository, in a word that stays the same as long as it is the same; `null`: nothing to tell. */
export function troubleOf({ status, state }: SeenRepository): string | null {
  if (state === "error") return `failure:${status.failure?.kind ?? "unknown"}`;
  if (state !== "attention") return null;
  return status.hold === null ? "stuck" : `hold:${status.hold.reason}`;
}

/** Whether a trouble may pass by itself, so that it is told only once it has lasted. */
export function mayPass({ status }: SeenRepository): boolean {
  const { failure } = status;
  return failure !== null && FAILURES[failure.kind].retry !== "ask-person";
}

/** The note about the trouble of one repository. */
export function repositoryNote({ status, state }: SeenRepository): Note {
  const { path: repository } = status;
  const name = label(nameOf(repository), 40);
  return {
    key: noteKey(repository),
    title: state === "error" ? `${name}: sync failed` : `${name} needs you`,
    body: label(bodyOf(status), LONGEST_BODY),
    urgency: "normal",
    open: { kind: "open-dashboard", view: viewOf("/repositories", { open: repository }) },
    actions: [
      { label: "Retry now", command: { kind: "sync", repository } },
      {
        label: "Open",
        command: {
          kind: "open-dashboard",
          view: viewOf("/repositories", { open: repository }),
        },
      },
      { label: "Mute 1 h", command: { kind: "mute", repository, for: "an-hour" } },
    ],
  };
}

/** One line: what happened. git's own words only where a person has to act on them. */
function bodyOf(status: SeenRepository["status"]): string {
  const { failure } = status;
  if (failure === null) return troubleInWords(status) ?? "A look at it makes no progress.";
  const isTheirs = FAILURES[failure.kind].retry === "ask-person" && failure.detail !== "";
  return isTheirs ? `${failure.says} (${failure.detail})` : `${failure.says} ${failure.next}`;
}

/** Names the note of a repository. */
export function noteKey(repository: string): string {
  return `repository:${repository}`;
}

/** The note about several repositories at once. */
export const SUMMARY_KEY = "summary";

/** See {@link SUMMARY_KEY}. */
export function summaryNote(seen: readonly SeenRepository[]): Note {
  const names = seen.map(({ status }) => label(nameOf(status.path), 24));
  const shown = names.slice(0, 3).join(", ");
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return {
    key: SUMMARY_KEY,
    title: `${seen.length} repositories are not in sync`,
    body: `${shown}${more}`,
    urgency: "normal",
    open: { kind: "open-dashboard", view: "/" },
    actions: [
      { label: "Retry now", command: { kind: "sync", repository: null } },
      { label: "Open", command: { kind: "open-dashboard", view: "/" } },
      { label: "Mute 1 h", command: { kind: "snooze", for: "an-hour" } },
    ],
  };
}

/** The note that something was replaced, and is kept. */
export function rescueNote(repository: string, { rescued }: LastRescue): Note {
  const [first] = rescued;
  const name = first?.ref.replace(/^refs\/hookline\/rescue\//, "") ?? "";
  const open = { kind: "open-dashboard", view: viewOf("/rescues", { repository, name }) } as const;
  const says = first === undefined ? "" : rescueInWords(first).replace(/: `.*$/s, ".");
  return {
    key: `rescue:${repository}`,
    title: `${label(nameOf(repository), 40)}: kept for you`,
    body: label(says, LONGEST_BODY),
    urgency: "normal",
    open,
    actions: [{ label: "Open", command: open }],
  };
}

/** The note about jobs of tasks that gave up. */
export const JOBS_KEY = "jobs";

/** See {@link JOBS_KEY}. */
export function jobsNote(count: number): Note {
  const open = { kind: "open-dashboard", view: "/queue" } as const;
  return {
    key: JOBS_KEY,
    title: count === 1 ? "A task gave up" : `${count} tasks gave up`,
    body: "They wait in the retry queue; nothing is lost.",
    urgency: "normal",
    open,
    actions: [
      { label: "Retry now", command: { kind: "retry-job", job: null } },
      { label: "Open", command: open },
    ],
  };
}
