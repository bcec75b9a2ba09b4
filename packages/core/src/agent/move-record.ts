import type { AbsolutePath } from "../decide/brands.ts";
import { ConfigError } from "../errors.ts";
import type { OnMove } from "../rescue/ref-move.ts";
import type { Client } from "../socket/client.ts";
import { openStore } from "../store/open-store.ts";
import { OperationLog, type Operations } from "../store/operation-log.ts";
import type { EngineOptions } from "./engine.ts";
import { takeHome } from "./take-home.ts";

/** Where a command's moves can be written down. */
export interface MoveRecordParts extends Pick<EngineOptions, "home" | "clock"> {
  readonly client: Pick<Client, "planMove" | "settleMove">;
}

/** Writes moves into an operation log that is at hand. */
export function writtenDown(operations: Operations, repository: AbsolutePath): OnMove {
  return (move) => {
    const id = operations.plan({ repository, ...move });
    return Promise.resolve((outcome) => {
      operations.settle(id, outcome);
      return Promise.resolve();
    });
  };
}

/**
 * Does something that a person asked for and that moves refs, written down as the agent's own moves
 * are: by the agent where one runs, else here.
 *
 * @throws StoreError when the log cannot be written
 */
export async function withMoveRecord<Result>(
  { home, clock, client }: MoveRecordParts,
  repository: AbsolutePath,
  work: (onMove: OnMove) => Promise<Result>,
): Promise<Result> {
  const lock = await takeHome(home).catch((error: unknown) => {
    if (error instanceof ConfigError && error.code === "agent-running") return undefined;
    throw error;
  });
  if (lock === undefined) return work(writtenByAgent(client, repository));
  try {
    const { store } = openStore(home.database, clock, () => undefined);
    try {
      return await work(writtenDown(new OperationLog(store, clock), repository));
    } finally {
      store.close();
    }
  } finally {
    lock.release();
  }
}

/** An agent that does not answer just now leaves the telling to git's own reflog. */
function writtenByAgent(client: MoveRecordParts["client"], repository: AbsolutePath): OnMove {
  return async (move) => {
    const planned = await client.planMove({ repository, ...move });
    return async (outcome) => {
      if (planned.kind === "ok") await client.settleMove({ id: planned.value.id, outcome });
    };
  };
}
