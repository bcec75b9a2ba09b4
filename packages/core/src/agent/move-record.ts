import type { AbsolutePath } from "../decide/brands.ts";
import { ConfigError } from "../errors.ts";
import type { OnMove } from "../rescue/ref-move.ts";
import { openStore } from "../store/open-store.ts";
import { OperationLog } from "../store/operation-log.ts";
import type { EngineOptions } from "./engine.ts";
import { takeHome } from "./take-home.ts";

/**
 * Does something that a person asked for and that moves refs, written down as the agent's own moves
 * are.
 *
 * An agent that runs owns the log; then git's reflog alone tells of it.
 *
 * @throws StoreError when the log cannot be written
 */
export async function withMoveRecord<Result>(
  { home, clock }: Pick<EngineOptions, "home" | "clock">,
  repository: AbsolutePath,
  work: (onMove: OnMove) => Promise<Result>,
): Promise<Result> {
  const lock = await takeHome(home).catch((error: unknown) => {
    if (error instanceof ConfigError && error.code === "agent-running") return undefined;
    throw error;
  });
  if (lock === undefined) return work(() => () => undefined);
  try {
    const { store } = openStore(home.database, clock, () => undefined);
    const operations = new OperationLog(store, clock);
    try {
      return await work((move) => {
        const id = operations.plan({ repository, ...move });
        return (outcome) => void operations.settle(id, outcome);
      });
    } finally {
      store.close();
    }
  } finally {
    lock.release();
  }
}
