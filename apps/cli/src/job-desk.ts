import type {
  JobActionReply,
  JobActionRequest,
  JobsReply,
  JobsRequest,
  ResultsReply,
  ResultsRequest,
  TaskRunReply,
  TaskRunRequest,
} from "@hookline/core/client";

/** A run of a task that has been asked for. */
export interface StartedRun extends TaskRunReply {
  /** Whether an agent runs it, and tries again later what failed; else this process does, until it ends. */
  readonly byAgent: boolean;
  /** As {@link JobDesk.jobs}; `undefined` once nobody works at the run any more. */
  readonly jobs: (request: JobsRequest) => Promise<JobsReply | undefined>;
  /**
   * Stops waiting for it, when a person interrupts. An agent goes on with it; what runs in this process
   * is ended, and what is left stays in the queue.
   */
  readonly leave: () => Promise<"goes-on" | "stays-queued">;
  /** Settles when what runs in this process has ended in good order; at once where an agent runs it. */
  readonly settled: () => Promise<void>;
}

/** Where jobs and what came of them are asked for: at the agent, or here where none runs. */
export interface JobDesk {
  readonly jobs: (request: JobsRequest) => Promise<JobsReply>;
  readonly act: (request: JobActionRequest) => Promise<JobActionReply>;
  readonly results: (request: ResultsRequest) => Promise<ResultsReply>;
  readonly run: (request: TaskRunRequest) => Promise<StartedRun>;
}
