import { watch } from "chokidar";
import type { AbsolutePath } from "../decide/brands.ts";
import type { Watch } from "./watch-repository.ts";

/** Watches the folder where hooks leave their records, and calls once for what is there already. */
export function watchSpool(
  spool: AbsolutePath,
  arrived: () => void,
  failed: (problem: string) => void,
): Watch {
  const watcher = watch(spool, { depth: 0, followSymlinks: false });
  watcher.on("add", arrived);
  watcher.on("change", arrived);
  watcher.on("error", (error) => failed(String(error)));
  return { close: () => watcher.close() };
}
