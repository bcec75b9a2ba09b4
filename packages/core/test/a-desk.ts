import { startAgent } from "../src/agent/agent.ts";
import { systemClock } from "../src/clock.ts";
import type { AbsolutePath } from "../src/decide/brands.ts";
import type { RepositoryStatus } from "../src/decide/repository-status.ts";
import { findHome } from "../src/home.ts";
import { register } from "../src/registration/registry.ts";
import { openClient } from "../src/socket/client.ts";
import type { PageReply, PageRequest, PageRoute } from "../src/socket/page-routes.ts";
import type { Status } from "../src/socket/status-schema.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

/** A real agent that syncs one of two clones, asked as a page asks it. */
export interface Desk {
  readonly scratch: Scratch;
  /** The clone that is synced. */
  readonly here: AbsolutePath;
  /** A clone of the same remote that is not. */
  readonly there: AbsolutePath;
  readonly ask: <Name extends PageRoute>(
    name: Name,
    request: PageRequest<Name>,
  ) => Promise<PageReply<Name>>;
  readonly status: () => Status;
  /** The clone that is synced, as the agent sees it. */
  readonly repository: () => RepositoryStatus | undefined;
  /** The repositories that have hooks, as far as the agent installed them. */
  readonly hooked: readonly AbsolutePath[];
  /** Whether installing hooks fails. */
  readonly breakHooks: () => void;
  readonly close: () => Promise<void>;
}

/** Starts an agent that syncs one of two clones, and has it look once. */
export async function openDesk(): Promise<Desk> {
  const scratch = await makeScratch("desk");
  const remote = await scratch.remote();
  const here = await scratch.clone(remote, "here");
  const there = await scratch.clone(remote, "there");
  await register({ env: scratch.env, log: memoryLog().log }, here);
  const hooked: AbsolutePath[] = [];
  const broken = { yet: false };
  const home = findHome(scratch.env);
  const agent = await startAgent({
    home,
    env: scratch.env,
    clock: systemClock,
    logLevel: "debug",
    version: "1.2.3",
    hooks: {
      check: () => Promise.resolve([]),
      async install(repo) {
        if (broken.yet) throw new Error("the disk is full");
        hooked.push(repo);
        return Promise.resolve();
      },
      async uninstall(repo) {
        hooked.splice(hooked.indexOf(repo), 1);
        return Promise.resolve();
      },
    },
  });
  const client = openClient(home);
  const ask: Desk["ask"] = async (name, request) => {
    const answer = await client.page(name, request);
    if (answer.kind === "ok") return answer.value;
    throw new Error(answer.kind === "refused" ? answer.message : answer.kind);
  };
  await ask("looks", { repository: here, wait: true });
  return {
    scratch,
    here,
    there,
    ask,
    status: () => agent.status(),
    repository: () => agent.status().repositories[0],
    hooked,
    breakHooks() {
      broken.yet = true;
    },
    async close() {
      await agent.stop("the test is over");
      await scratch.remove();
    },
  };
}
