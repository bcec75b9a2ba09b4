export type { HookPart } from "./decide/canary-part.ts";
export type { HookState } from "./decide/hook-state.ts";
export { findSetsid } from "./find-setsid.ts";
export { findSignalClient } from "./find-signal-client.ts";
export type { HookGit } from "./hook-git.ts";
export { type HookKeeperParts, openHookKeeper } from "./hook-keeper.ts";
export { inspectHooks, installHooks, uninstallHooks } from "./install-hooks.ts";
export type { HookEnd, RunOptions } from "./run-part.ts";
export { hookScript } from "./script/hook-script.ts";
export type { HookPlan, HookTargets } from "./script/hook-targets.ts";
export { type RunnerPlan, runnerScript } from "./script/runner-script.ts";
export { shWord } from "./script/sh-quote.ts";
export type { SignalClient } from "./script/signal-command.ts";
export {
  type Canary,
  type ExaminedHooks,
  examineHooks,
  sendCanary,
  takeCanaries,
} from "./send-canary.ts";
