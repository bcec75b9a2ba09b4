import type { GitFailureKind } from "../decide/git-failure.ts";
import {
  type LookResult,
  type RepositoryStatus,
  repositoryStatus,
  type StatusInput,
} from "../decide/repository-status.ts";

const EPOCH = "1970-01-01T00:00:00.000Z";

/** The result of a look that found everything in step. */
export function aLookResult(differs: Partial<LookResult> = {}): LookResult {
  return {
    branch: "main",
    upstream: "origin/main",
    state: "up-to-date",
    ahead: 0,
    behind: 0,
    hold: null,
    failure: null,
    inTheWay: [],
    pushed: 0,
    pulled: 0,
    rescued: [],
    durationMs: 12,
    ...differs,
  };
}

/** The status of a repository in step; a test states only what differs. */
export function aRepositoryStatus(
  last: Partial<LookResult> | null = {},
  differs: Partial<StatusInput> = {},
): RepositoryStatus {
  return repositoryStatus({
    path: "/code/notes",
    alpha: false,
    paused: false,
    pausedUntil: null,
    warnings: [],
    last: last === null ? null : aLookResult(last),
    lastLookAt: EPOCH,
    lastSuccessAt: EPOCH,
    lastTransfer: null,
    lastRescue: null,
    activity: "resting",
    attempts: 0,
    retryAt: null,
    ...differs,
  });
}

/** A failure of a kind. */
export function aFailure(kind: GitFailureKind): { kind: GitFailureKind; detail: string } {
  return { kind, detail: `git said ${kind}` };
}
