import { systemClock } from "../../src/clock.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { locate } from "../../src/git/locate.ts";
import { repositoryOverrides } from "../../src/git/repository-overrides.ts";
import { type Git, openGit } from "../../src/git/run-git.ts";
import { openStore } from "../../src/store/open-store.ts";
import { OperationLog } from "../../src/store/operation-log.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import {
  type CommitOutcome,
  type CommitRequest,
  commitPaths,
} from "../../src/tick/commit-paths.ts";
import type { CommitTools } from "../../src/tick/commit-tools.ts";
import { listTrustedConfig } from "../../src/trust/list-trusted-config.ts";

/** A clone to commit in, and what committing there takes. */
export interface CommitScratch extends Scratch {
  readonly here: AbsolutePath;
  readonly operations: OperationLog;
  /** @param through stands between us and git */
  readonly tools: (through?: (git: Git) => Git) => Promise<CommitTools>;
  readonly commitHere: (differs?: Partial<CommitRequest>) => Promise<CommitOutcome>;
  /** Runs git in the clone. */
  readonly here$: (...args: string[]) => Promise<string>;
}

/** The request of a tick that commits `state`. */
export const A_TICK: CommitRequest = {
  paths: ["state"],
  message: "tick: {count}",
  maxFileBytes: 1000,
  guardDeletions: false,
  cause: "tick",
};

/** Makes a clone, with the tools that a look would have. */
export async function makeCommitScratch(name: string): Promise<CommitScratch> {
  const scratch = await makeScratch(name);
  const { log } = memoryLog();
  const { store } = openStore(scratch.path("test.db"), systemClock, log);
  const operations = new OperationLog(store, systemClock);
  const here = await scratch.clone(await scratch.remote(), "here");
  const tools = async (through = (git: Git): Git => git): Promise<CommitTools> => {
    const door = { env: scratch.env, log };
    const located = await locate(openGit(door, here));
    if (located.kind !== "repository") throw new Error(located.kind);
    const listed = await listTrustedConfig(openGit(door, here), here);
    if (listed.kind === "failed") throw new Error("config");
    return {
      git: through(openGit(door, here, repositoryOverrides(listed.entries))),
      place: located.place,
      operations,
      log,
      clock: { ...systemClock, sleep: async (_ms, signal) => signal?.throwIfAborted() },
      limits: { deadlineMs: 60_000, signal: new AbortController().signal },
    };
  };
  return {
    ...scratch,
    here,
    operations,
    tools,
    commitHere: async (differs = {}) => commitPaths(await tools(), { ...A_TICK, ...differs }),
    here$: (...args) => scratch.git(here, ...args),
    async remove() {
      store.close();
      await scratch.remove();
    },
  };
}
