import type { RepositoryStatus, Transfer } from "../decide/repository-status.ts";
import { rescueInWords } from "./rescue-in-words.ts";
import type { Tone } from "./tone.ts";
import { ago, clockTime, counted, printable, span } from "./words.ts";

/** A repository in words: a mark, a sentence, and what to do. */
export interface Description {
  readonly mark: string;
  readonly tone: Tone;
  /** `main → origin/main`. */
  readonly branch: string;
  readonly sentences: readonly string[];
  /** What ends the state, or that it ends by itself. */
  readonly next: string | null;
}

/**
 * Says in words how a repository is doing: state, last success, what is queued, what to do.
 *
 * @param now milliseconds since the epoch
 */
export function describeRepository(status: RepositoryStatus, now: number): Description {
  const sentences = [
    ...standsInWords(status),
    ...pauseEnd(status, now),
    activity(status, now),
    lastTransfer(status, now),
    ...lastRescue(status, now),
    lastSuccess(status, now),
  ];
  return {
    ...look(status),
    branch: branchInWords(status),
    sentences: sentences.filter((sentence) => sentence !== null),
    next: status.failure?.next ?? status.hold?.next ?? null,
  };
}

/** Says where a repository stands and what stands in its way, without anything that changes by the second. */
export function standsInWords(status: RepositoryStatus): string[] {
  return [standing(status), troubleInWords(status)].filter((sentence) => sentence !== null);
}

function branchInWords({ branch, hold, upstream }: RepositoryStatus): string {
  if (branch === null) return hold?.reason === "detached" ? "no branch" : "";
  return upstream === null ? branch : `${branch} → ${upstream}`;
}

function look(status: RepositoryStatus): { mark: string; tone: Tone } {
  if (status.failure !== null) {
    return status.activity === "gave-up"
      ? { mark: "✗", tone: "bad" }
      : { mark: "!", tone: "warning" };
  }
  if (status.hold !== null) return { mark: "‖", tone: "warning" };
  if (status.activity === "looking") return { mark: "↻", tone: "busy" };
  if (status.state === "up-to-date") return { mark: "✓", tone: "good" };
  return { mark: "○", tone: "busy" };
}

/** With these, nobody could look: what we knew of the branch may no longer be true. */
const BLIND: ReadonlySet<string> = new Set(["missing", "foreign-owner", "git-missing", "corrupt"]);

function standing({
  state,
  ahead,
  behind,
  failure,
  hold,
  lastSuccessAt,
  upstream,
}: RepositoryStatus): string | null {
  if (failure !== null && BLIND.has(failure.kind)) return null;
  // What stands in the way says more than what was true when nothing did.
  if (state === "up-to-date" && (failure !== null || hold !== null)) return null;
  const there = upstream ?? "its upstream";
  switch (state) {
    case "up-to-date":
      return lastSuccessAt === null
        ? `Nothing to push to ${there}, which has not been asked yet.`
        : `In sync with ${there}.`;
    case "ahead":
      return `${counted(ahead, "commit")} to push to ${there}.`;
    case "behind":
      return `${counted(behind, "commit")} to take from ${there}.`;
    case "diverged":
      return behind === 0
        ? `${counted(ahead, "commit")} here that ${there} does not have.`
        : `${counted(ahead, "commit")} here and ${counted(behind, "commit")} on ${there} that the other side lacks.`;
    case "unknown":
      return null;
  }
}

/** Says why a repository is not in sync, if something stands in the way. */
export function troubleInWords({ failure, hold }: RepositoryStatus): string | null {
  if (failure !== null)
    return failure.detail ? `${failure.says} (${failure.detail})` : failure.says;
  if (hold === null) return null;
  return hold.files.length === 0 ? hold.says : `${hold.says} (${filesInWords(hold.files)})`;
}

/** How many files a sentence names. */
const MOST_NAMED = 3;

function filesInWords(files: readonly string[]): string {
  const named = files.slice(0, MOST_NAMED).map(printable).join(", ");
  return files.length > MOST_NAMED ? `${named} …` : named;
}

function activity(
  { activity: doing, failure, state, hold }: RepositoryStatus,
  now: number,
): string | null {
  switch (doing) {
    case "looking":
      return "Looking at it now.";
    case "queued":
      return "A look is queued.";
    case "retrying": {
      if (failure?.retryAt == null) return null;
      const inMs = Date.parse(failure.retryAt) - now;
      const when = inMs > 500 ? `in ${span(inMs)}` : "now";
      return `Attempt ${failure.attempts + 1} ${when}.`;
    }
    case "gave-up":
      return "It waits for you, or for the next commit.";
    case "resting":
      return state === "unknown" && hold === null && failure === null ? "Not looked at yet." : null;
  }
}

function pauseEnd({ pausedUntil }: RepositoryStatus, now: number): string[] {
  return pausedUntil === null ? [] : [`It goes on at ${clockTime(Date.parse(pausedUntil), now)}.`];
}

function lastTransfer({ lastTransfer: last }: RepositoryStatus, now: number): string | null {
  return last && `${transferInWords(last)} ${ago(now - Date.parse(last.at))}.`;
}

/** For how long a rescue is news; after that, `hookline rescue list` knows of it. */
const RESCUE_NEWS_MS = 7 * 86_400_000;

function lastRescue({ lastRescue: last }: RepositoryStatus, now: number): string[] {
  const age = last === null ? Infinity : now - Date.parse(last.at);
  if (last === null || age > RESCUE_NEWS_MS) return [];
  return last.rescued.map((note) => `${rescueInWords(note)} (${ago(age)}).`);
}

/** Says which commits went out and came in: `Pushed 1 commit and took 2 commits`. */
export function transferInWords({ pushed, pulled }: Pick<Transfer, "pushed" | "pulled">): string {
  const what = [
    ...(pushed > 0 ? [`pushed ${counted(pushed, "commit")}`] : []),
    ...(pulled > 0 ? [`took ${counted(pulled, "commit")}`] : []),
  ].join(" and ");
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
}

function lastSuccess({ lastSuccessAt, state }: RepositoryStatus, now: number): string | null {
  if (lastSuccessAt === null) return state === "up-to-date" ? null : "Never in sync so far.";
  return `Last in sync ${ago(now - Date.parse(lastSuccessAt))}.`;
}
