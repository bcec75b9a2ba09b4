/** Named like git's, and ours: the settings that an environment carries. */
const OUR_SETTINGS = ["GIT_SYNC_ALPHA", "GIT_SYNC_TICK_INTERVAL", "GIT_SYNC_SYNC_INTERVAL"];

/** What of ours an agent takes from its environment; the rest is told to hooks and commands. */
const OUR_VARIABLES = ["HOOKLINE_HOME", "HOOKLINE_LOG"];

/**
 * Takes out of an environment what must not reach a process that outlives the command it was
 * started from: what git tells its hooks, which would point every later git at one repository, what
 * we tell ours, and what makes every node wait for an editor's debugger.
 */
export function scrubEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => stays(name)));
}

function stays(name: string): boolean {
  if (name.startsWith("GIT_")) return OUR_SETTINGS.includes(name);
  if (name.startsWith("HOOKLINE_")) return OUR_VARIABLES.includes(name);
  return name !== "NODE_OPTIONS";
}
