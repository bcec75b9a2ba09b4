import type { OperationOutcome, PlannedOperation } from "../store/operation-log.ts";
import type { ActivityReply, ActivityRequest } from "./activity-schema.ts";
import type { DashboardReply, DashboardRequest } from "./dashboard-schema.ts";
import type { JobActionReply, JobActionRequest, JobsReply, JobsRequest } from "./job-schema.ts";
import type { LogReply, LogRequest } from "./log-schema.ts";
import type { MovesReply, MovesRequest } from "./move-schema.ts";
import type { PreviewReply, PreviewRequest } from "./preview-schema.ts";
import type {
  CanaryReply,
  CanaryRequest,
  FeedbackRequest,
  LookReply,
  LookRequest,
  ReloadReply,
} from "./protocol.ts";
import type {
  CheckRepositoryReply,
  CheckRepositoryRequest,
  FoldersReply,
  FoldersRequest,
  ListRepositoryReply,
  ListRepositoryRequest,
  TasksReply,
  TasksRequest,
} from "./repository-schema.ts";
import type {
  DropRescueRequest,
  RescuePatchReply,
  RescuePatchRequest,
  RescueReply,
  RescueRequest,
  RescuesReply,
  RescuesRequest,
  RestoreReply,
  RestoreRequest,
} from "./rescue-schema.ts";
import type {
  PauseRequest,
  SettingsReply,
  SettingsRequest,
  WriteSettingRequest,
} from "./setting-schema.ts";
import type { Status } from "./status-schema.ts";
import type { ResultsReply, ResultsRequest, TaskRunReply, TaskRunRequest } from "./task-schema.ts";

/**
 * What the agent does for its clients.
 *
 * An InputError, ConfigError or StoreError that a handler throws reaches the client in its own
 * words; any other error stays in the log.
 */
export interface Handlers {
  /** Synchronous, so that no event can fall between the first line of a stream and the rest. */
  readonly status: () => Status;
  /** In Prometheus' text format. */
  readonly metrics: () => string;
  readonly signal: () => void;
  /**
   * Gives one line for a hook to print, or nothing.
   *
   * @param signal as for `look`
   */
  readonly feedback: (request: FeedbackRequest, signal: AbortSignal) => Promise<string>;
  /** @param signal as for `look` */
  readonly canary: (request: CanaryRequest, signal: AbortSignal) => Promise<CanaryReply>;
  /** @param signal aborted when the client has gone or the server closes */
  readonly look: (request: LookRequest, signal: AbortSignal) => Promise<LookReply>;
  /** @param signal as for `look` */
  readonly preview: (request: PreviewRequest, signal: AbortSignal) => Promise<PreviewReply>;
  readonly moves: (request: MovesRequest) => MovesReply;
  readonly planMove: (move: PlannedOperation) => { readonly id: number };
  readonly settleMove: (end: { readonly id: number; readonly outcome: OperationOutcome }) => void;
  readonly jobs: (request: JobsRequest) => Promise<JobsReply>;
  readonly actOnJobs: (request: JobActionRequest) => Promise<JobActionReply>;
  /** Queues the files; does not wait for the runs. */
  readonly runTask: (request: TaskRunRequest) => Promise<TaskRunReply>;
  readonly results: (request: ResultsRequest) => ResultsReply;
  readonly settings: (request: SettingsRequest) => Promise<SettingsReply>;
  readonly writeSetting: (request: WriteSettingRequest) => Promise<SettingsReply>;
  readonly pause: (request: PauseRequest) => Promise<void>;
  readonly activity: (request: ActivityRequest) => ActivityReply;
  readonly rescues: (request: RescuesRequest) => Promise<RescuesReply>;
  readonly rescue: (request: RescueRequest) => Promise<RescueReply>;
  readonly rescuePatch: (request: RescuePatchRequest) => Promise<RescuePatchReply>;
  readonly restoreRescue: (request: RestoreRequest) => Promise<RestoreReply>;
  readonly dropRescue: (request: DropRescueRequest) => Promise<void>;
  readonly checkRepository: (request: CheckRepositoryRequest) => Promise<CheckRepositoryReply>;
  readonly addRepository: (request: ListRepositoryRequest) => Promise<ListRepositoryReply>;
  readonly removeRepository: (request: ListRepositoryRequest) => Promise<ListRepositoryReply>;
  readonly folders: (request: FoldersRequest) => Promise<FoldersReply>;
  readonly tasks: (request: TasksRequest) => Promise<TasksReply>;
  readonly readLog: (request: LogRequest) => Promise<LogReply>;
  readonly dashboard: (request: DashboardRequest) => Promise<DashboardReply>;
  readonly reload: () => Promise<ReloadReply>;
  /** Begins the stop and returns: the server may close only after the reply has gone out. */
  readonly stop: () => void;
}
