/**
 * The way to the agent for everyone who is not the agent: command line, tray, dashboard, hooks.
 *
 * **Invariant**: nothing here reaches native code, git or the database, so that it starts fast
 * under any Node and never breaks with them.
 */

export type { HookChecker, HookKeeper, HookSettings } from "./agent/hook-keeper.ts";
export { readAgentPid } from "./agent/pid-file.ts";
export { type AbsolutePath, absolutePath } from "./decide/brands.ts";
export { EXIT, type ExitCode, worstExitCode } from "./decide/exit-code.ts";
export { FAILURES } from "./decide/git-failure.ts";
export { HOLDS } from "./decide/hold.ts";
export { readiness } from "./decide/readiness.ts";
export type { RepositoryStatus, Transfer } from "./decide/repository-status.ts";
export type { RescueNote } from "./decide/rescue.ts";
export { errorCode } from "./error-code.ts";
export {
  ConfigError,
  HooklineError,
  InputError,
  ProtocolError,
} from "./errors.ts";
export { type PageFile, type PageFiles, readPageFiles } from "./gateway/page-files.ts";
export { PAGE_HEADERS } from "./gateway/page-headers.ts";
export { findHome, type Home } from "./home.ts";
export { signalGroup } from "./process-group.ts";
export type { AgentEvent } from "./socket/agent-event.ts";
export { type Client, openClient } from "./socket/client.ts";
export type { Answer } from "./socket/exchange.ts";
export type {
  JobActionReply,
  JobActionRequest,
  JobsReply,
  JobsRequest,
  JobView,
} from "./socket/job-schema.ts";
export type { MovesReply, RefMove } from "./socket/move-schema.ts";
export type { PreviewReply, RepositoryPreview } from "./socket/preview-schema.ts";
export { type Health, type LookReply } from "./socket/protocol.ts";
export { socketAddress } from "./socket/socket-path.ts";
export type { Status } from "./socket/status-schema.ts";
export type {
  ResultsReply,
  ResultsRequest,
  TaskResult,
  TaskRunReply,
  TaskRunRequest,
} from "./socket/task-schema.ts";
export { tokenHeaderFile } from "./socket/token.ts";
export { CANARY, HOOK_EVENTS, type HookEvent } from "./spool/record.ts";
export { writePrivateFile } from "./write-private-file.ts";
