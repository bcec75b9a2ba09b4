import type { HoldReason, RepositoryStatus } from "@hookline/core/protocol";
import { FAILURES } from "@hookline/core/words";
import type { TrayState } from "./tray-model.ts";

/** What one repository looks like from the tray. */
export type RepositoryState = Exclude<TrayState, "starting">;

/** After how many failures in a row something that may pass by itself is no hiccup any more. */
const HICCUPS = 3;

/** A look that takes longer is stuck, as far as anybody can see. */
const STUCK_MS = 5 * 60_000;

/** A person is in the middle of something of their own; that is a matter for them only when it lasts. */
const OWN_DOING: ReadonlySet<HoldReason> = new Set([
  "rebase",
  "merge",
  "cherry-pick",
  "revert",
  "bisect",
  "am",
  "staged",
  "unborn",
]);
const OWN_DOING_LASTS_MS = 15 * 60_000;

/** These pass only when somebody sees to them, although they are tried again. */
const AT_ONCE: ReadonlySet<string> = new Set(["disk-full", "crashed", "missing", "git-missing"]);

/** What a repository's state is judged by, besides its status. Times are milliseconds since the epoch. */
export interface Surroundings {
  readonly now: number;
  readonly online: boolean;
  readonly lookingSince: number | undefined;
  /** ISO 8601, UTC: what was seen before is not known to be so still. */
  readonly agentStartedAt: string | null;
}

/** Says what a repository looks like from the tray: the gravest that is true of it. */
export function repositoryState(
  status: RepositoryStatus,
  { now, online, lookingSince, agentStartedAt }: Surroundings,
): RepositoryState {
  if (status.paused) return "paused";
  if (status.failure !== null) return failed(status, online);
  if (status.hold !== null) return held(status, now);
  if (status.activity === "looking" && lookingSince !== undefined && now - lookingSince > STUCK_MS)
    return "attention";
  const isBusy = status.activity === "looking" || status.activity === "queued";
  if (isBusy && status.ahead + status.behind > 0) return "syncing";
  if (status.lastSuccessAt === null || status.state !== "up-to-date") return "checking";
  const isOld = agentStartedAt !== null && (status.lastLookAt ?? "") < agentStartedAt;
  if (isOld) return "checking";
  return "up-to-date";
}

function failed({ activity, failure }: RepositoryStatus, online: boolean): RepositoryState {
  if (failure === null) return "checking";
  const { network, retry } = FAILURES[failure.kind];
  if (network && !online) return "offline";
  const needsPerson = retry === "ask-person" || AT_ONCE.has(failure.kind) || activity === "gave-up";
  return needsPerson || failure.attempts >= HICCUPS ? "error" : "checking";
}

function held({ hold, lastSuccessAt }: RepositoryStatus, now: number): RepositoryState {
  if (hold === null || !OWN_DOING.has(hold.reason)) return "attention";
  const since = lastSuccessAt === null ? now : Date.parse(lastSuccessAt);
  return now - since > OWN_DOING_LASTS_MS ? "attention" : "checking";
}
