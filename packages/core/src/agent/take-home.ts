import { ConfigError } from "../errors.ts";
import type { Home } from "../home.ts";
import { makePrivateFolder } from "../private-folder.ts";
import { type FileLock, tryLock } from "../store/file-lock.ts";

/**
 * Makes the state folder, where it is missing.
 *
 * @throws ConfigError when it cannot be made
 */
export async function makeHome(home: Home): Promise<void> {
  try {
    await makePrivateFolder(home.root);
    await makePrivateFolder(home.logs);
    await makePrivateFolder(home.spool);
  } catch (error) {
    throw unusable(home, error instanceof Error ? error.message : String(error));
  }
}

/**
 * Takes the state folder for this process alone, until the lock is released or the process ends.
 *
 * @throws ConfigError `agent-running` when another process has it, `state-folder` when nobody can
 */
export async function takeHome(home: Home): Promise<FileLock> {
  await makeHome(home);
  const attempt = tryLock(home.lock);
  switch (attempt.kind) {
    case "acquired":
      return attempt.lock;
    case "held":
      throw new ConfigError("An agent is running already.", {
        code: "agent-running",
        hint: "See `hookline status`; `hookline stop` ends it.",
      });
    case "unusable":
      throw unusable(home, attempt.problem);
  }
}

function unusable(home: Home, problem: string): ConfigError {
  return new ConfigError(`The state folder ${home.root} cannot be used: ${problem}.`, {
    code: "state-folder",
    hint: "Make it writable, or name another one with HOOKLINE_HOME.",
  });
}
