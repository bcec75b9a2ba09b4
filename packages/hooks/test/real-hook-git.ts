import { absolutePath } from "@hookline/core/client";
import type { GitVersion } from "../src/decide/hook-facts.ts";
import type { HookGit } from "../src/index.ts";
import { gitVersion, run, type Scratch } from "./scratch-repository.ts";

/**
 * The installer's port over the git of this machine.
 *
 * @param version what the installer is told, to have it plan for another git
 */
export function realHookGit({ gitIn, env }: Scratch, version?: GitVersion): HookGit {
  const line = async (repo: string, ...args: readonly string[]) =>
    absolutePath((await gitIn(repo, ...args)).stdout.replace(/\n$/, ""));
  return {
    version: () => (version === undefined ? gitVersion() : Promise.resolve(version)),
    commonDir: (repo) => line(repo, "rev-parse", "--path-format=absolute", "--git-common-dir"),
    hooksFolder: (repo) => line(repo, "rev-parse", "--path-format=absolute", "--git-path", "hooks"),
    tracks: async (repo, folder) => {
      const { stdout } = await run("git", ["ls-files", "--", folder], { cwd: repo, env });
      return stdout !== "";
    },
    includes: async (repo) => {
      const args = ["config", "--local", "-z", "--get-all", "include.path"];
      const { stdout } = await run("git", args, { cwd: repo, env });
      return stdout.split("\0").slice(0, -1);
    },
    addInclude: async (repo, value) => {
      await gitIn(repo, "config", "--local", "--add", "include.path", value);
    },
    removeInclude: async (repo, value) => {
      await gitIn(repo, "config", "--local", "--fixed-value", "--unset-all", "include.path", value);
    },
  };
}
