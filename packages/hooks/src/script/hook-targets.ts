import type { AbsolutePath, HookSettings } from "@hookline/core/client";
import type { SignalTarget } from "./signal-command.ts";

/** What is baked into a repository's hook script of this machine. */
export interface HookTargets {
  /** The folder where records are left. Its parent exists wherever Hookline is at home. */
  readonly spool: AbsolutePath;
  /** Where the agent writes its process id. */
  readonly pid: AbsolutePath;
  /** Made by whoever pokes the agent, and gone when it has heard: nobody needs to poke it twice. */
  readonly poked: AbsolutePath;
  /** What starts a runner where no agent runs, see `runnerScript`. May be missing. */
  readonly runner: AbsolutePath;
  /** How the agent is poked, or `undefined` where no client can reach it. */
  readonly signal: SignalTarget | undefined;
}

/** All that a repository's hook script is rendered from. */
export interface HookPlan {
  readonly targets: HookTargets;
  /** Rendered too, because asking git for them would cost a process for every commit. */
  readonly settings: HookSettings;
}
