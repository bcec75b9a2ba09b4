import type { GitFailureKind } from "../decide/git-failure.ts";
import type { LookResult } from "../decide/repository-status.ts";

/** How a look can end. */
export const LOOK_ENDS = ["rested", "worked", "held", "failed"] as const;

/** How a tick can end. */
export const TICK_ENDS = ["done", "failed"] as const;

/** See {@link LOOK_ENDS}. */
export type LookEnd = (typeof LOOK_ENDS)[number];

/** See {@link TICK_ENDS}. */
export type TickEnd = (typeof TICK_ENDS)[number];

/** What was counted of one repository since the agent started. */
export interface RepositoryCounts {
  readonly looks: Record<LookEnd, number>;
  lookMs: number;
  /** Looks that sent something, and the commits that they sent. */
  pushes: number;
  pushedCommits: number;
  pulls: number;
  pulledCommits: number;
  rescues: number;
  readonly failures: Map<GitFailureKind, number>;
  readonly ticks: Record<TickEnd, number>;
}

/** Counts what the agent does, for {@link agentMetrics}. */
export class Meter {
  readonly #counts = new Map<string, RepositoryCounts>();

  /** What was counted of a repository. */
  of(repository: string): RepositoryCounts {
    const counted = this.#counts.get(repository) ?? nothing();
    this.#counts.set(repository, counted);
    return counted;
  }

  /** Counts a look that has ended. */
  looked(repository: string, result: LookResult): void {
    const counts = this.of(repository);
    counts.looks[lookEnd(result)] += 1;
    counts.lookMs += result.durationMs;
    if (result.pushed > 0) counts.pushes += 1;
    counts.pushedCommits += result.pushed;
    if (result.pulled > 0) counts.pulls += 1;
    counts.pulledCommits += result.pulled;
    counts.rescues += result.rescued.length;
    const kind = result.failure?.kind;
    if (kind !== undefined) counts.failures.set(kind, (counts.failures.get(kind) ?? 0) + 1);
  }

  /** Counts a tick that has ended. */
  ticked(repository: string, end: TickEnd): void {
    this.of(repository).ticks[end] += 1;
  }
}

function lookEnd({ failure, hold, pushed, pulled, rescued }: LookResult): LookEnd {
  if (failure !== null) return "failed";
  if (hold !== null) return "held";
  return pushed + pulled + rescued.length > 0 ? "worked" : "rested";
}

function nothing(): RepositoryCounts {
  return {
    looks: { rested: 0, worked: 0, held: 0, failed: 0 },
    lookMs: 0,
    pushes: 0,
    pushedCommits: 0,
    pulls: 0,
    pulledCommits: 0,
    rescues: 0,
    failures: new Map(),
    ticks: { done: 0, failed: 0 },
  };
}
