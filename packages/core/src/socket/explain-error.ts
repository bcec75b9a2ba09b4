import { HooklineError, InputError } from "../errors.ts";
import type { Log } from "../log/events.ts";
import { type Refusal, refuse } from "./refusal.ts";

/**
 * Turns what a handler threw into a refusal, and logs it.
 *
 * Our own errors are written for people and go out as they are. Of others the peer learns only
 * that they happened: their text may hold anything.
 */
export function explainError(error: unknown, route: string, log: Log): Refusal {
  if (error instanceof HooklineError) {
    log("request.failed", { route, problem: error.code });
    const code = error instanceof InputError ? "bad-input" : "failed";
    return refuse(code, error.message, error.hint ?? null);
  }
  const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log("fault.unexpected", { where: route, problem });
  return refuse("internal", "The agent made a mistake.", "Run `hookline log` to see what it was.");
}
