import * as z from "zod";
import { activityReplySchema, activityRequestSchema } from "./activity-schema.ts";
import { agentEventSchema } from "./agent-event.ts";
import { dashboardReplySchema, dashboardRequestSchema } from "./dashboard-schema.ts";
import {
  jobActionReplySchema,
  jobActionRequestSchema,
  jobsReplySchema,
  jobsRequestSchema,
} from "./job-schema.ts";
import { logReplySchema, logRequestSchema } from "./log-schema.ts";
import {
  movesReplySchema,
  movesRequestSchema,
  planMoveReplySchema,
  planMoveRequestSchema,
  settleMoveRequestSchema,
} from "./move-schema.ts";
import { previewReplySchema, previewRequestSchema } from "./preview-schema.ts";
import {
  canaryReplySchema,
  canaryRequestSchema,
  feedbackRequestSchema,
  healthSchema,
  lookReplySchema,
  lookRequestSchema,
  nothing,
  type Route,
  readinessSchema,
  reloadReplySchema,
} from "./protocol.ts";
import {
  checkRepositoryReplySchema,
  checkRepositoryRequestSchema,
  foldersReplySchema,
  foldersRequestSchema,
  listRepositoryReplySchema,
  listRepositoryRequestSchema,
  tasksReplySchema,
  tasksRequestSchema,
} from "./repository-schema.ts";
import {
  dropRescueRequestSchema,
  rescuePatchReplySchema,
  rescuePatchRequestSchema,
  rescueReplySchema,
  rescueRequestSchema,
  rescuesReplySchema,
  rescuesRequestSchema,
  restoreReplySchema,
  restoreRequestSchema,
} from "./rescue-schema.ts";
import {
  pauseRequestSchema,
  settingsReplySchema,
  settingsRequestSchema,
  writeSettingRequestSchema,
} from "./setting-schema.ts";
import { statusSchema } from "./status-schema.ts";
import {
  resultsReplySchema,
  resultsRequestSchema,
  taskRunReplySchema,
  taskRunRequestSchema,
} from "./task-schema.ts";

/** A route that is read. */
function get<const Path extends string, Reply>(
  path: Path,
  request: z.ZodType<void>,
  reply: z.ZodType<Reply>,
) {
  return { method: "GET", path, request, reply, status: 200 } as const;
}

/** A route that is given something; with 202 it answers nothing. */
function post<const Path extends string, Request, Reply, const Status extends 200 | 202 = 200>(
  path: Path,
  request: z.ZodType<Request>,
  reply: z.ZodType<Reply>,
  status?: Status,
) {
  return { method: "POST", path, request, reply, status: status ?? 200 } as const;
}

/** Every route there is. `events` replies with a stream, one event a line. */
export const ROUTES = {
  health: get("/healthz", nothing, healthSchema),
  /** 503 until it is ready. */
  ready: get("/readyz", nothing, readinessSchema),
  /** Prometheus' text format, as it stands. */
  metrics: get("/metrics", nothing, z.string()),
  status: get("/v1/status", nothing, statusSchema),
  events: get("/v1/events", nothing, agentEventSchema),
  /** A hook's nudge: the record is in the spool already. */
  signal: post("/v1/signal", nothing, nothing, 202),
  /** A hook waits for a line to show. The reply is plain text: the line with its end, or nothing. */
  feedback: post("/v1/feedback", feedbackRequestSchema, z.string()),
  /** Whether a hook's record finds its way here: `hookline doctor`. */
  canary: post("/v1/canary", canaryRequestSchema, canaryReplySchema),
  looks: post("/v1/looks", lookRequestSchema, lookReplySchema),
  /** What looks would do; does nothing of it. */
  previews: post("/v1/previews", previewRequestSchema, previewReplySchema),
  /** Every ref that was moved: who moved my HEAD? */
  moves: post("/v1/moves", movesRequestSchema, movesReplySchema),
  /** A client moves a ref for a person: written down as the agent's own moves are. */
  planMove: post("/v1/moves/plan", planMoveRequestSchema, planMoveReplySchema),
  settleMove: post("/v1/moves/settle", settleMoveRequestSchema, nothing, 202),
  /** What is queued, runs, failed or is done: looks and tasks. */
  jobs: post("/v1/jobs", jobsRequestSchema, jobsReplySchema),
  actOnJobs: post("/v1/jobs/act", jobActionRequestSchema, jobActionReplySchema),
  runTask: post("/v1/tasks/run", taskRunRequestSchema, taskRunReplySchema),
  results: post("/v1/tasks/results", resultsRequestSchema, resultsReplySchema),
  /** What happened: the timeline. */
  activity: post("/v1/activity", activityRequestSchema, activityReplySchema),
  /** The settings in force and where they come from. */
  settings: post("/v1/settings", settingsRequestSchema, settingsReplySchema),
  /** Writes one of them, and has it count at once. */
  writeSetting: post("/v1/settings/write", writeSettingRequestSchema, settingsReplySchema),
  pause: post("/v1/pause", pauseRequestSchema, nothing, 202),
  /** What was kept before it was replaced. */
  rescues: post("/v1/rescues", rescuesRequestSchema, rescuesReplySchema),
  rescue: post("/v1/rescues/show", rescueRequestSchema, rescueReplySchema),
  rescuePatch: post("/v1/rescues/patch", rescuePatchRequestSchema, rescuePatchReplySchema),
  restoreRescue: post("/v1/rescues/restore", restoreRequestSchema, restoreReplySchema),
  dropRescue: post("/v1/rescues/drop", dropRescueRequestSchema, nothing, 202),
  /** Whether a folder can be synced; changes nothing. */
  checkRepository: post(
    "/v1/repositories/check",
    checkRepositoryRequestSchema,
    checkRepositoryReplySchema,
  ),
  addRepository: post(
    "/v1/repositories/add",
    listRepositoryRequestSchema,
    listRepositoryReplySchema,
  ),
  removeRepository: post(
    "/v1/repositories/remove",
    listRepositoryRequestSchema,
    listRepositoryReplySchema,
  ),
  /** The folders in a folder, to choose one to add. */
  folders: post("/v1/folders", foldersRequestSchema, foldersReplySchema),
  tasks: post("/v1/tasks", tasksRequestSchema, tasksReplySchema),
  log: post("/v1/log", logRequestSchema, logReplySchema),
  /** Opens a port of this machine for a browser, and gives an address with a code that works once. */
  dashboard: post("/v1/dashboard", dashboardRequestSchema, dashboardReplySchema),
  reload: post("/v1/reload", nothing, reloadReplySchema),
  stop: post("/v1/stop", nothing, nothing, 202),
} as const satisfies Readonly<Record<string, Route<unknown, unknown>>>;

/** Any of {@link ROUTES}. */
export type AnyRoute = (typeof ROUTES)[keyof typeof ROUTES];
