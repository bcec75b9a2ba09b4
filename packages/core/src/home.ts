import { homedir, platform, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { type AbsolutePath, absolutePath } from "./decide/brands.ts";

/** Where Hookline keeps its state for one user. All of it lies below {@link Home.root}. */
export interface Home {
  readonly root: AbsolutePath;
  /** Where hooks leave their records. */
  readonly spool: AbsolutePath;
  /** The queue, the repositories' last known state and the operation log. */
  readonly database: AbsolutePath;
  /** Held by the one agent for as long as it lives. */
  readonly lock: AbsolutePath;
  /** The process id of the agent, for hooks, and for a person whose agent does not answer. Proves nothing. */
  readonly pid: AbsolutePath;
  /** Made by a hook that pokes the agent, taken away when the agent begins to empty the spool. */
  readonly poked: AbsolutePath;
  /** The script with which a hook starts a runner where no agent runs. */
  readonly runnerScript: AbsolutePath;
  /** The process id of that runner, from before it starts until it has emptied the spool. */
  readonly runnerClaim: AbsolutePath;
  /** The secret that every request on the socket carries. */
  readonly token: AbsolutePath;
  readonly logs: AbsolutePath;
  readonly run: AbsolutePath;
}

/**
 * Finds the state folder: `HOOKLINE_HOME`, else the platform's place for state.
 *
 * One folder means one agent, so two folders can run side by side (tests do).
 */
export function findHome(env: NodeJS.ProcessEnv): Home {
  const root = absolutePath(resolve(env["HOOKLINE_HOME"] || defaultRoot(env)));
  const below = (name: string): AbsolutePath => absolutePath(join(root, name));
  return {
    root,
    spool: below("spool"),
    database: below("hookline.db"),
    lock: below("agent.lock"),
    pid: below("agent.pid"),
    poked: below("poked"),
    runnerScript: below("runner.sh"),
    runnerClaim: below("runner.pid"),
    token: below("token"),
    logs: below("logs"),
    run: below("run"),
  };
}

function defaultRoot(env: NodeJS.ProcessEnv): string {
  // An empty HOME is as good as none.
  const home = homedir() || userInfo().homedir;
  switch (platform()) {
    case "darwin":
      return join(home, "Library", "Application Support", "hookline");
    case "win32":
      return join(env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "hookline");
    default:
      return join(env["XDG_STATE_HOME"] || join(home, ".local", "state"), "hookline");
  }
}
