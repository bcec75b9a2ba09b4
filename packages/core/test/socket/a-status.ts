import type { RepositoryStatus } from "../../src/decide/repository-status.ts";
import type { Handlers } from "../../src/socket/handlers.ts";
import type { JobsReply } from "../../src/socket/job-schema.ts";
import type { Status } from "../../src/socket/status-schema.ts";

/** A repository that waits for a retry. */
export const aRepository: RepositoryStatus = {
  path: "/home/u/notes",
  branch: "refs/heads/main",
  upstream: "refs/remotes/origin/main",
  state: "ahead",
  ahead: 2,
  behind: 0,
  alpha: false,
  paused: false,
  pausedUntil: null,
  activity: "retrying",
  hold: null,
  failure: {
    kind: "offline",
    says: "The remote cannot be reached.",
    detail: "ssh: connect to host example.org port 22: Network is unreachable",
    next: "Hookline tries again by itself.",
    attempts: 3,
    retryAt: "2026-01-01T00:01:00.000Z",
  },
  lastLookAt: "2026-01-01T00:00:30.000Z",
  lastSuccessAt: null,
  lastTransfer: null,
  lastRescue: null,
  warnings: ["hookline.tickIntervall is no setting; did you mean hookline.tickInterval?"],
};

/** A status with that repository. */
export const aStatus: Status = {
  agent: {
    pid: 4711,
    version: "1.2.3",
    protocol: 1,
    startedAt: "2026-01-01T00:00:00.000Z",
    home: "/home/u/.local/state/hookline",
    log: "/home/u/.local/state/hookline/logs/agent.log",
    node: "v24.0.0",
    headless: false,
    drains: false,
  },
  repositories: [aRepository],
  awaited: [],
  queue: { queued: 0, running: 0, retrying: 1, dead: 0, spooled: 0 },
};

/** What an empty queue says. */
export const noJobs: JobsReply = {
  jobs: [],
  counts: { queued: 0, running: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 },
  paused: false,
};

const unasked = () => Promise.reject(new Error("no test asks for that"));

/** Handlers that do nothing and say so. */
export const calmHandlers: Handlers = {
  status: () => aStatus,
  metrics: () => "",
  signal: () => {},
  feedback: () => Promise.resolve(""),
  canary: () => Promise.resolve({ arrived: [] }),
  look: () => Promise.resolve({ results: [] }),
  preview: () => Promise.resolve({ previews: [] }),
  moves: () => ({ moves: [] }),
  planMove: () => ({ id: 7 }),
  settleMove: () => {},
  jobs: () => Promise.resolve(noJobs),
  actOnJobs: () => Promise.resolve({ changed: 0, unfit: [] }),
  runTask: () => Promise.resolve({ run: "run-1", files: 0 }),
  results: () => ({ results: [] }),
  settings: unasked,
  writeSetting: unasked,
  pause: unasked,
  activity: () => ({ entries: [], more: false }),
  rescues: unasked,
  rescue: unasked,
  rescuePatch: unasked,
  restoreRescue: unasked,
  dropRescue: unasked,
  checkRepository: unasked,
  addRepository: unasked,
  removeRepository: unasked,
  folders: unasked,
  tasks: unasked,
  readLog: unasked,
  dashboard: unasked,
  reload: () => Promise.resolve({ repositories: 0 }),
  stop: () => {},
};
