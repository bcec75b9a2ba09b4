import { dirname } from "node:path";
import { absolutePath } from "@hookline/core/client";
import { DETACHED } from "./detached.ts";
import type { HookPlan } from "./hook-targets.ts";
import { brokenMark } from "./runner-script.ts";
import { shPath, shQuote } from "./sh-quote.ts";
import { REFUSED } from "./signal-command.ts";
import { IN_BACKGROUND, WARNING } from "./words.ts";

/** How long a hook that waits sleeps between two tries, with what starting `sleep` takes, in milliseconds. */
const NAP_MS = 25;

/**
 * Renders `hookline_refused`: what a client in the background does where nobody listens any more.
 *
 * It is read by a shell of its own, right after the client.
 */
export function refusedVariable({ targets, settings }: HookPlan): string {
  const runner = shPath(targets.runner);
  const lines = `[ "$?" -ne ${REFUSED} ] || [ ! -f ${runner} ] || exec /bin/sh ${runner}`;
  return `hookline_refused=${settings.fallback === "queue" ? "" : shQuote(lines)}\n`;
}

/** Renders `hookline_fall_back`: what a commit does where no agent runs. */
export function fallbackFunction({ targets, settings }: HookPlan): string {
  if (settings.fallback === "queue") return `hookline_fall_back() { :; }\n`;
  const waits = settings.fallback === "wait" && settings.waitMs > 0 && targets.signal !== undefined;
  const runner = shPath(targets.runner);
  const broken = shPath(brokenMark(absolutePath(dirname(targets.runner))));
  return `hookline_fall_back() {
  if [ -f ${runner} ] && [ -r ${runner} ]; then
    hookline_line=${IN_BACKGROUND}
    [ ! -e ${broken} ] || hookline_line=${WARNING}
    hookline_launch 2>/dev/null
${waits ? "    hookline_wait\n" : ""}  else
    hookline_line=${WARNING}
  fi
  if [ -n "$hookline_line" ] && hookline_readable; then hookline_say "$hookline_line"; fi
}

hookline_launch() {
  (trap '' HUP; exec /bin/sh ${runner} &) ${DETACHED}
}
${waits ? waitFunction(settings.waitMs) : ""}`;
}

/**
 * Waits for the runner that was just started, then for its line, `waitMs` in all. Shells have no
 * clock of their own, so the naps are counted. A runner that is about to listen refuses at first.
 */
function waitFunction(waitMs: number): string {
  return `
hookline_wait() {
  hookline_settled || return 0
  hookline_left=${waitMs}
  while [ "$hookline_left" -gt ${NAP_MS} ]; do
    hookline_alive && hookline_ask "$hookline_left" && return 0
    hookline_line=${IN_BACKGROUND}
    sleep 0.02 </dev/null >/dev/null 2>&1 || return 0
    hookline_left=$((hookline_left - ${NAP_MS}))
  done
}
`;
}
