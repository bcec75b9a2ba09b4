import { systemClock } from "../../src/clock.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { nextStep } from "../../src/decide/next-step.ts";
import type { Occasion } from "../../src/decide/observation.ts";
import { locate } from "../../src/git/locate.ts";
import { openGit } from "../../src/git/run-git.ts";
import { openStore } from "../../src/store/open-store.ts";
import { OperationLog } from "../../src/store/operation-log.ts";
import { openGitPort } from "../../src/sync/git-port.ts";
import { type LookReport, look } from "../../src/sync/look.ts";
import type { SeenRemote } from "../../src/sync/observe.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

/** A look that a test asks for. */
export interface AskedLook {
  readonly in?: AbsolutePath;
  readonly ask?: boolean;
  readonly occasion?: Occasion;
  readonly seenRemotes?: readonly SeenRemote[];
}

/** A remote and two clones of it: `here`, which is looked at, and `there`, where others work. */
export interface Stage {
  readonly scratch: Scratch;
  readonly operations: OperationLog;
  readonly remote: AbsolutePath;
  readonly here: AbsolutePath;
  readonly there: AbsolutePath;
  readonly look: (asked?: AskedLook) => Promise<LookReport>;
  /** The commit that a name stands for. */
  readonly tip: (repository: string, name?: string) => Promise<string>;
  /** Someone else's commit, on the remote; resolves to it. */
  readonly commitThere: (file: string, text?: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Sets up a stage on real git and a real store. */
export async function makeStage(): Promise<Stage> {
  const { log } = memoryLog();
  const scratch = await makeScratch("look");
  const { store } = openStore(scratch.path("test.db"), systemClock, log);
  const operations = new OperationLog(store, systemClock);
  const remote = await scratch.remote();
  const here = await scratch.clone(remote, "here");
  const there = await scratch.clone(remote, "there");
  return {
    scratch,
    operations,
    remote,
    here,
    there,
    tip: (repository, name = "HEAD") => scratch.git(repository, "rev-parse", name),
    async commitThere(file, text) {
      const commit = await scratch.commit(there, file, text);
      await scratch.git(there, "push", "--quiet");
      return commit;
    },
    async look({ in: at = here, ask = true, occasion = "sync", seenRemotes = [] } = {}) {
      const door = {
        env: scratch.env,
        log,
      };
      const located = await locate(openGit(door, at));
      if (located.kind !== "repository") throw new Error(located.kind);
      const port = openGitPort(door, located.place, new AbortController().signal);
      const { now, monotonic } = systemClock;
      return look(
        {
          port,
          decide: nextStep,
          operations,
          log,
          now,
          monotonic,
        },
        {
          repository: located.place.root,
          asksRemote: ask,
          occasion,
          seenRemotes,
        },
      );
    },
    async close() {
      store.close();
      await scratch.remove();
    },
  };
}
