import { relative, sep } from "node:path";
import { watch } from "chokidar";
import type { Clock } from "../clock.ts";
import { commitAt } from "../decide/auto-commit.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { Watch } from "./watch-repository.ts";

/** What watching a work tree takes. */
export interface WorkTreeWatchParts {
  readonly root: AbsolutePath;
  /** Folders and files that git ignores now, relative to the root; they are not watched. */
  readonly ignored: ReadonlySet<string>;
  readonly clock: Clock;
  /** Files changed, and have been still for a while (`commitAt`); which ones, git says. */
  readonly settled: () => void;
  /** The system refuses to watch so much, or any more. */
  readonly failed: (problem: string) => void;
}

/**
 * Watches the files of a work tree, and tells when they have changed and come to rest.
 *
 * Once at the beginning too, for what changed while nobody watched. Never watches `.git`, of this
 * repository or of one inside.
 */
export function watchWorkTree(parts: WorkTreeWatchParts): Watch {
  const { root, ignored, clock, settled, failed } = parts;
  const closing = new AbortController();
  let firstAt: number | null = null;
  let lastAt = 0;
  const settle = async (): Promise<void> => {
    for (;;) {
      const waitMs = commitAt(firstAt ?? lastAt, lastAt) - clock.monotonic();
      if (waitMs <= 0) break;
      await clock.sleep(waitMs, closing.signal);
    }
    firstAt = null;
    settled();
  };
  const changed = (): void => {
    lastAt = clock.monotonic();
    if (firstAt !== null) return;
    firstAt = lastAt;
    // The only rejection is the one that closes the watch.
    settle().catch(() => undefined);
  };
  const watcher = watch(root, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) => {
      const inside = relative(root, path);
      return inside.split(sep).includes(".git") || ignored.has(inside);
    },
  });
  watcher.on("all", changed);
  watcher.on("error", (error) => failed(String(error)));
  changed();
  return {
    async close() {
      closing.abort();
      await watcher.close();
    },
  };
}
