/**
 * What is said on the agent's socket: every route and event with its schema.
 *
 * **Invariant**: pure; it runs in a browser.
 */

export type { GitFailureKind } from "./decide/git-failure.ts";
export { type HoldReason } from "./decide/hold.ts";
export { JOB_STATES, type JobState } from "./decide/job.ts";
export type { SyncState } from "./decide/observation.ts";
export type { Activity, RepositoryStatus } from "./decide/repository-status.ts";
export type { RescueNote, RescueReason } from "./decide/rescue.ts";
export type { ActivityEntry, ActivityReply, ActivityRequest } from "./socket/activity-schema.ts";
export { type AgentEvent, readEvent } from "./socket/agent-event.ts";
export { applyEvent } from "./socket/apply-event.ts";
export type { DashboardReply, DashboardRequest } from "./socket/dashboard-schema.ts";
export type {
  JobActionReply,
  JobActionRequest,
  JobsReply,
  JobsRequest,
  JobView,
} from "./socket/job-schema.ts";
export type { LogLine, LogReply, LogRequest } from "./socket/log-schema.ts";
export {
  PAGE_ROUTES,
  type PageReply,
  type PageRequest,
  type PageRoute,
} from "./socket/page-routes.ts";
export type { PreviewReply, PreviewRequest, RepositoryPreview } from "./socket/preview-schema.ts";
export type { Route } from "./socket/protocol.ts";
export type {
  CheckRepositoryReply,
  FoldersReply,
  ListRepositoryReply,
  TasksReply,
  TaskView,
} from "./socket/repository-schema.ts";
export type {
  RescuePatchReply,
  RescuePatchRequest,
  RescueReply,
  RescuesReply,
  RescueView,
  RestoreReply,
  RestoreRequest,
} from "./socket/rescue-schema.ts";
export { type AnyRoute, ROUTES } from "./socket/routes.ts";
export type {
  PauseRequest,
  SettingsReply,
  SettingView,
  WriteSettingRequest,
} from "./socket/setting-schema.ts";
export type { QueueStatus, Status } from "./socket/status-schema.ts";
export type {
  ResultsReply,
  ResultsRequest,
  TaskResult,
  TaskRunReply,
  TaskRunRequest,
} from "./socket/task-schema.ts";
