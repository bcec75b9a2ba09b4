import { statSync } from "node:fs";
import { countSpooled, tellLog } from "@hookline/core";
import { ConfigError, EXIT, type ExitCode, type Home, HooklineError } from "@hookline/core/client";
import type { Context } from "../context.ts";
import { dropClaim, takeClaim } from "./claim.ts";
import { drainUntilEmpty } from "./drain-until-empty.ts";
import { scrubEnvironment } from "./scrub-environment.ts";
import { takeTurn } from "./take-turn.ts";

/**
 * Is the runner: what a hook starts where no agent runs. Does what waits, and ends.
 *
 * @throws ConfigError or StoreError when it cannot; the log says so too, and what hooks left stays
 */
export async function runRunner(context: Context): Promise<ExitCode> {
  const { home, version } = context;
  const own = { ...context, env: scrubEnvironment(context.env) };
  // The terminal that the commit was made in may go.
  process.on("SIGHUP", () => undefined);
  try {
    refuseForeign(home);
    // `setsid` forks where it leads a process group: then the claim names a process that has ended.
    takeClaim(home.runnerClaim);
    const done = await drainUntilEmpty({
      drain: () => takeTurn(own),
      dropClaim: () => dropClaim(home.runnerClaim),
      isSpoolEmpty: () => countSpooled(home.spool) === 0,
      takeClaim: () => takeClaim(home.runnerClaim),
    });
    return done ? EXIT.inSync : EXIT.held;
  } catch (error) {
    if (!isForeign(home)) {
      const code = error instanceof HooklineError ? error.code : "unexpected";
      const problem = error instanceof Error ? error.message : String(error);
      await tellLog(home, "runner.failed", { pid: process.pid, version, code, problem });
    }
    throw error;
  } finally {
    dropClaim(home.runnerClaim);
  }
}

/** What root would write for somebody else, that person could not use any more. */
function refuseForeign(home: Home): void {
  if (!isForeign(home)) return;
  throw new ConfigError(`The state folder ${home.root} is another user's.`, {
    code: "foreign-home",
    hint: "Commit as its owner; the owner's agent takes up what the hook left.",
  });
}

function isForeign({ root }: Home): boolean {
  const uid = process.getuid?.();
  const owner = statSync(root, { throwIfNoEntry: false })?.uid;
  return uid !== undefined && owner !== undefined && owner !== uid;
}
