import { join, sep } from "node:path";
import { watch } from "chokidar";
import type { RepositoryPlace } from "../git/locate.ts";

/** A watch that is on until it is closed. */
export interface Watch {
  readonly close: () => Promise<void>;
}

/** A commit touches several files; they are one event. */
const SETTLE_MS = 40;

/**
 * Watches what moves when HEAD or a branch moves: the reflog of HEAD and the refs, never the
 * work tree.
 *
 * This finds what runs no hook: `reset`, `update-ref`, clients built on libgit2. When the
 * system refuses more watches, polling still finds it, later.
 */
export function watchRepository(
  place: RepositoryPlace,
  moved: () => void,
  failed: (problem: string) => void,
): Watch {
  const logs = join(place.gitDir, "logs");
  const refs = join(place.commonDir, "refs");
  const ours = join(refs, "hookline");
  const watcher = watch([logs, refs], {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) =>
      path.endsWith(".lock") ||
      path === join(logs, "refs") ||
      path === ours ||
      path.startsWith(ours + sep),
  });
  let timer: NodeJS.Timeout | undefined;
  watcher.on("all", () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      moved();
    }, SETTLE_MS);
  });
  watcher.on("error", (error) => failed(String(error)));
  return {
    async close() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
