import { devNull } from "node:os";
import { join, resolve } from "node:path";
import { absolutePath, InputError } from "@hookline/core/client";
import type { GitVersion } from "../src/decide/hook-facts.ts";
import type { HookGit } from "../src/index.ts";
import { gitVersion, run, type Scratch } from "./scratch-repository.ts";

/**
 * The installer's port over the git of this machine.
 *
 * @param version what the installer is told, to have it plan for another git
 */
export function realHookGit({ gitIn, env }: Scratch, version?: GitVersion): HookGit {
  const runIn = (repo: string, args: readonly string[]) =>
    run("git", args, { cwd: repo, env }).catch((cause: unknown) => {
      throw new InputError(String(cause), { code: "git-failed", cause });
    });
  const ask = async (repo: string, ...args: readonly string[]) => {
    const ended = await gitIn(repo, ...args).catch((cause: unknown) => {
      throw new InputError(String(cause), { code: "git-failed", cause });
    });
    return ended.stdout;
  };
  const line = async (repo: string, ...args: readonly string[]) =>
    absolutePath((await ask(repo, ...args)).replace(/\n$/, ""));
  return {
    version: () => (version === undefined ? gitVersion() : Promise.resolve(version)),
    commonDir: (repo) => line(repo, "rev-parse", "--path-format=absolute", "--git-common-dir"),
    hooksFolder: async (repo) => {
      const args = ["rev-parse", "--path-format=absolute", "--git-path", "hooks"];
      const { code, stdout } = await runIn(repo, args);
      return absolutePath(code === 0 ? stdout.replace(/\n$/, "") : devNull);
    },
    tracks: async (repo, folder) => {
      const { stdout } = await runIn(repo, ["ls-files", "--", folder]);
      return stdout !== "";
    },
    configFiles: async (repo) => {
      const stdout = await ask(repo, "config", "--list", "--show-origin", "-z");
      const origins = stdout.split("\0").filter((field) => field.startsWith("file:"));
      const files = origins.map((origin) => resolve(repo, origin.slice("file:".length)));
      return [...new Set([...files, join(env["HOME"] ?? "", ".gitconfig")])].map(absolutePath);
    },
    includes: async (repo) => {
      const args = ["config", "--local", "-z", "--get-all", "include.path"];
      const { stdout } = await runIn(repo, args);
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
