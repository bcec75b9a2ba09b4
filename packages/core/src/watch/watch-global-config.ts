import { homedir } from "node:os";
import { join } from "node:path";
import { watch } from "chokidar";
import type { Watch } from "./watch-repository.ts";

/** An editor writes in several steps; they are one change. */
const SETTLE_MS = 200;

/** Watches the user's global git config (git-config(1), "FILES"), which lists the repositories. */
export function watchGlobalConfig(env: NodeJS.ProcessEnv, changed: () => void): Watch {
  const home = env["HOME"] ?? homedir();
  const files = [
    join(home, ".gitconfig"),
    join(env["XDG_CONFIG_HOME"] || join(home, ".config"), "git", "config"),
  ];
  const watcher = watch(files, { ignoreInitial: true });
  let timer: NodeJS.Timeout | undefined;
  watcher.on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLE_MS);
  });
  // Without this watch a change is seen at the next start, or when a command reloads.
  watcher.on("error", () => undefined);
  return {
    async close() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
