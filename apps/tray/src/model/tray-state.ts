import type { RepositoryStatus } from "@hookline/core/protocol";
import { type RepositoryState, repositoryState } from "./repository-state.ts";
import { TRAY_STATES, type TrayIcon, type TrayState } from "./tray-model.ts";
import type { TrayView } from "./tray-view.ts";

/** A repository with what it looks like. */
export interface SeenRepository {
  readonly status: RepositoryStatus;
  readonly state: RepositoryState;
}

/** Says of every repository what it looks like, the gravest first. */
export function seenRepositories(view: TrayView): readonly SeenRepository[] {
  const { agent, now, online } = view;
  if (agent.kind !== "connected") return [];
  const seen = agent.status.repositories.map((status) => ({
    status,
    state: repositoryState(status, {
      now,
      online,
      lookingSince: agent.lookingSince.get(status.path),
      agentStartedAt: agent.status.agent?.startedAt ?? null,
    }),
  }));
  return seen.toSorted(
    (one, other) =>
      TRAY_STATES.indexOf(one.state) - TRAY_STATES.indexOf(other.state) ||
      one.status.path.localeCompare(other.status.path),
  );
}

/** Says what everything together looks like: the least good repository wins, and jobs that gave up. */
export function trayState({ agent }: TrayView, seen: readonly SeenRepository[]): TrayState {
  if (agent.kind === "starting") return "starting";
  if (agent.kind === "lost" || agent.kind === "stopped") return "offline";
  const [worst] = seen;
  if (worst?.state === "error") return "error";
  if (agent.jobs.some(({ state }) => state === "dead")) return "attention";
  return worst?.state ?? "checking";
}

/** The picture for a state. What is being checked keeps the picture of before, which may not be green. */
export function trayIcon(state: TrayState, before: TrayIcon): TrayIcon {
  switch (state) {
    case "starting":
      return "offline";
    case "checking":
      return before;
    default:
      return state;
  }
}
