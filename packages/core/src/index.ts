/**
 * The engine, for whoever hosts an agent or does its work where none runs.
 *
 * Loads native code (SQLite): Node 24 only. Whoever only talks to the agent wants
 * `@hookline/core/client`.
 */
export { Agent, startAgent } from "./agent/agent.ts";
export { removeRepositoryLock } from "./agent/lock-repository.ts";
export { withMoveRecord } from "./agent/move-record.ts";
export { makeHome } from "./agent/take-home.ts";
export {
  actOnJobsWithoutAgent,
  jobsWithoutAgent,
  type RunHere,
  resultsWithoutAgent,
  runTaskWithoutAgent,
} from "./agent/tasks/without-agent.ts";
export { withRepository } from "./agent/with-repository.ts";
export {
  movesWithoutAgent,
  previewWithoutAgent,
  statusWithoutAgent,
  syncWithoutAgent,
} from "./agent/without-agent.ts";
export { systemClock } from "./clock.ts";
export { joinWords } from "./commands/join-words.ts";
export { parseDuration } from "./config/duration.ts";
export { loadSettings } from "./config/load-settings.ts";
export { plainText } from "./config/plain-text.ts";
export type { SettingProblem } from "./config/setting-problem.ts";
export {
  DEFAULT_TASK,
  isTaskList,
  showTaskSetting,
  TASK_KEYS,
  type TaskKey,
  taskSchema,
} from "./config/task-schema.ts";
export { type ConfigFile, writeConfig } from "./config/write-config.ts";
export { writeSetting } from "./config/write-setting.ts";
export { admit } from "./decide/admission.ts";
export { cancelJob } from "./decide/cancel-job.ts";
export { endRun, type RunEnd } from "./decide/end-run.ts";
export { FAILURES, type GitFailure } from "./decide/git-failure.ts";
export type { JobStanding } from "./decide/job-standing.ts";
export { replaceJob } from "./decide/replace-job.ts";
export type { RescueFacts } from "./decide/rescue-message.ts";
export { findRescueName } from "./decide/rescue-name.ts";
export { retryJob } from "./decide/retry-job.ts";
export { StoreError } from "./errors.ts";
export { type ConfigEntry, listConfig } from "./git/config-list.ts";
export { type GitHttpServer, serveOverHttp } from "./git/http-server.ts";
export { locate } from "./git/locate.ts";
export { type PathBytes, toText } from "./git/path-bytes.ts";
export { describeExit, type GitDoor, openGit, openGitOutside } from "./git/run-git.ts";
export { readCloneUrl } from "./headless/clone-url.ts";
export { type CloneOrder, startHeadlessAgent } from "./headless/start-headless-agent.ts";
export { inParallel } from "./in-parallel.ts";
export type { LogLevel } from "./log/events.ts";
export { LOG_NAME } from "./log/log-file.ts";
export { tellLog } from "./log/tell-log.ts";
export { makePrivateFolder } from "./private-folder.ts";
export type {
  ClaimRequest,
  Enqueued,
  Heartbeat,
  Job,
  JobEnd,
  JobEnding,
  JobFailure,
  JobId,
  JobProcess,
  JobQueue,
  JobSelection,
  JsonValue,
  LeasedJob,
  LeaseRef,
  NewJob,
  Pulse,
  QueueCapabilities,
  Retention,
} from "./queue/job-queue.ts";
export {
  type Added,
  addRepository,
  type HookInstaller,
  removeRepository,
} from "./registration/add-repository.ts";
export { examine, resolvePath } from "./registration/examine.ts";
export { listRegistered } from "./registration/registry.ts";
export { dropRescue } from "./rescue/drop-rescue.ts";
export { listRemoteRescues, listRescues } from "./rescue/list-rescues.ts";
export { openRescues } from "./rescue/open-rescues.ts";
export type { FilePut } from "./rescue/put-file.ts";
export { dropRemoteRescue, fetchRescue, listRemotes } from "./rescue/remote-rescue.ts";
export type { Rescue } from "./rescue/rescue.ts";
export type { RescueTools } from "./rescue/rescue-tools.ts";
export { restoreBranch } from "./rescue/restore-branch.ts";
export { type FilesRestored, restoreFiles } from "./rescue/restore-files.ts";
export { countOnlyHere, type RescueContents, showPatch, showRescue } from "./rescue/show-rescue.ts";
export { markTold } from "./rescue/told.ts";
export { type ListenAddress, readListenAddress } from "./socket/listen-address.ts";
export { countSpooled } from "./spool/spool.ts";
export type { HeldTask } from "./tasks/build-task.ts";
export { describeTasks, type TaskDescription } from "./tasks/describe-tasks.ts";
export { findTaskFiles } from "./tasks/find-task-files.ts";
export { type LoadedTasks, loadTasks, type TaskInForce } from "./tasks/load-tasks.ts";
export { matchFiles } from "./tasks/match-files.ts";
export { fillOutput } from "./tasks/output-template.ts";
export type { Task } from "./tasks/task.ts";
export { readTaskKey, taskKey } from "./tasks/task-entries.ts";
export { listTrustedConfig } from "./trust/list-trusted-config.ts";
export { acceptedHashes } from "./trust/mark-trusted.ts";
export { listRunnable, type Runnable, runnableTask } from "./trust/runnable.ts";
export { accept, revoke } from "./trust/trusted-list.ts";
export { writePrivateFile } from "./write-private-file.ts";
