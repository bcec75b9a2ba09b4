import type { RepositoryStatus } from "./repository-status.ts";

/** A repository that is not there yet: it is being cloned. */
export interface AwaitedRepository {
  readonly path: string;
  /** What is the matter, as a sentence. */
  readonly says: string;
}

/** Whether everything has been brought up to date once, and what is missing. */
export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly { readonly repository: string; readonly says: string }[];
}

/** What readiness is judged by; times are ISO 8601, UTC. */
export interface ReadinessInput {
  readonly agent: { readonly startedAt: string } | null;
  readonly repositories: readonly Pick<
    RepositoryStatus,
    "path" | "paused" | "lastSuccessAt" | "failure" | "hold"
  >[];
  readonly awaited: readonly AwaitedRepository[];
}

/**
 * Tells whether an orchestrator may rely on the repositories: each was in sync once since the agent
 * started. A remote that goes away later takes nothing back, because what is here stays usable.
 */
export function readiness({ agent, repositories, awaited }: ReadinessInput): Readiness {
  if (agent === null) return { ready: false, reasons: [] };
  const missing = repositories.filter(
    ({ lastSuccessAt, paused }) =>
      !paused && (lastSuccessAt === null || lastSuccessAt < agent.startedAt),
  );
  const reasons = [
    ...awaited.map(({ path, says }) => ({ repository: path, says })),
    ...missing.map(({ path, failure, hold }) => ({
      repository: path,
      says: failure?.says ?? hold?.says ?? "It has not been looked at yet.",
    })),
  ];
  return { ready: reasons.length === 0, reasons };
}
