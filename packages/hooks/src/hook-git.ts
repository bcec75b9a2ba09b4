import type { AbsolutePath } from "@hookline/core/client";
import type { GitVersion } from "./decide/hook-facts.ts";

/**
 * What the installer asks of git, answered by whoever owns the door to git.
 *
 * Every method throws an `InputError` when git cannot answer for `repo`.
 */
export interface HookGit {
  /** `git version`. */
  readonly version: () => Promise<GitVersion>;
  /**
   * `rev-parse --path-format=absolute --git-common-dir`: one place for all
   * linked worktrees, with symbolic links resolved.
   */
  readonly commonDir: (repo: AbsolutePath) => Promise<AbsolutePath>;
  /**
   * `rev-parse --path-format=absolute --git-path hooks`: follows
   * `core.hooksPath`, with symbolic links resolved. What is no folder where git can look is
   * answered with the null device.
   */
  readonly hooksFolder: (repo: AbsolutePath) => Promise<AbsolutePath>;
  /** `ls-files -- <folder>` prints anything. False for a folder outside the work tree. */
  readonly tracks: (repo: AbsolutePath, folder: AbsolutePath) => Promise<boolean>;
  /** Every file that may say where hooks are, there or not: what `config --list --show-origin` names, and more. */
  readonly configFiles: (repo: AbsolutePath) => Promise<readonly AbsolutePath[]>;
  /** `config --local --get-all include.path`, in order. */
  readonly includes: (repo: AbsolutePath) => Promise<readonly string[]>;
  /** `config --local --add include.path <value>`. */
  readonly addInclude: (repo: AbsolutePath, value: string) => Promise<void>;
  /** `config --local --fixed-value --unset-all include.path <value>`. */
  readonly removeInclude: (repo: AbsolutePath, value: string) => Promise<void>;
}
