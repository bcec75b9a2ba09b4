/** What a database syncs at each commit: the log at checkpoints only, or at each one. */
export type Sync = "NORMAL" | "FULL";

/** What a job carries here: about 200 bytes, as a file of a commit has. */
export const PAYLOAD = {
  path: "packages/core/src/queue/sqlite-job-queue.ts",
  blob: "0123456789abcdef0123456789abcdef01234567",
  commit: "89abcdef0123456789abcdef0123456789abcdef",
  on: "commit",
  again: false,
} as const;

/** A queue on an open database. */
export interface OpenQueue {
  /** Puts jobs into the queue in one transaction. */
  readonly enqueue: (jobs: number) => Promise<void> | void;
  /** Takes jobs, at most so many, and ends them; returns how many. */
  readonly run: (most: number) => Promise<number> | number;
  readonly close: () => void;
}

/** A queue to be measured. */
export interface Contestant {
  readonly name: string;
  readonly open: (file: string, sync: Sync) => OpenQueue;
}
