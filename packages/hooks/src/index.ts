export type { HookState } from "./decide/hook-state.ts";
export { findSignalClient } from "./find-signal-client.ts";
export type { HookGit } from "./hook-git.ts";
export { inspectHooks, installHooks, uninstallHooks } from "./install-hooks.ts";
export type { HookTargets } from "./script/hook-script.ts";
export type { SignalClient } from "./script/signal-command.ts";
