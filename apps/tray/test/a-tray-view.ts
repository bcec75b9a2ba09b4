import type { JobView, RepositoryStatus, RescueView } from "@hookline/core/protocol";
import type { TrayView } from "../src/model/tray-view.ts";

export const NOW = Date.parse("2026-12-01T12:00:00Z");

/** A tray that is connected; a test states only what differs. */
export function aTrayView(
  repositories: readonly RepositoryStatus[],
  differs: Partial<TrayView> & {
    readonly jobs?: readonly JobView[];
    readonly rescues?: readonly RescueView[];
  } = {},
): TrayView {
  const { jobs = [], rescues = [], ...rest } = differs;
  const count = (state: JobView["state"]) => jobs.filter((job) => job.state === state).length;
  return {
    agent: {
      kind: "connected",
      status: {
        agent: null,
        repositories,
        awaited: [],
        queue: {
          queued: 0,
          running: 0,
          retrying: count("retrying"),
          dead: count("dead"),
          spooled: 0,
        },
      },
      jobs,
      rescues,
      lookingSince: new Map(),
    },
    now: NOW,
    online: true,
    snoozedUntil: null,
    startsAtLogin: false,
    muted: new Map(),
    hostsAgent: true,
    homeFolder: "/home/me",
    iconBefore: "offline",
    ...rest,
  };
}
