import type { Settings } from "../config/settings-schema.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { HookInstaller } from "../registration/add-repository.ts";

/** The settings that stand in a repository's hook script. */
export type HookSettings = Pick<Settings, "hooks" | "waitMs" | "fallback">;

/** Tells whether hooks report. */
export interface HookChecker {
  /**
   * Writes the settings into our own script where it is installed, and says in sentences what keeps
   * hooks from reporting: nothing when all is well. Called after every look that read anything, so
   * it must be cheap where nothing has changed.
   *
   * Never rejects. Installs nothing, and touches nobody else's files.
   */
  readonly check: (repo: AbsolutePath, settings: HookSettings) => Promise<readonly string[]>;
}

/** Looks after the hooks of repositories, for the agent; its host brings it. */
export interface HookKeeper extends HookChecker, HookInstaller {}
