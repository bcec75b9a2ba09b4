import { devNull, homedir } from "node:os";
import { join, resolve } from "node:path";
import {
  describeExit,
  type GitDoor,
  listConfig,
  locate,
  openGit,
  openGitOutside,
} from "@hookline/core";
import { type AbsolutePath, absolutePath, InputError } from "@hookline/core/client";
import type { HookGit } from "@hookline/hooks";

/** git's exit code when it cannot do what was asked. */
const NO_ANSWER = 128;

type Reading = { readonly exitCode: number; readonly stdout: string };

/** Answers the hook installer's questions through the door to git. */
export function hookGit(door: GitDoor): HookGit {
  const config = (repo: AbsolutePath, flags: readonly string[], operands: readonly string[]) =>
    ask(door, repo, { verb: "config", flags: ["--local", ...flags], operands });
  return {
    async version() {
      const text = await gitVersion(door);
      const [, major, minor] = /(\d+)\.(\d+)/.exec(text) ?? [];
      return [Number(major ?? 0), Number(minor ?? 0)];
    },
    async commonDir(repo) {
      const located = await locate(openGit(door, repo));
      if (located.kind === "repository") return located.place.commonDir;
      throw unanswered(repo, located.kind === "failed" ? describeExit(located.exit) : located.kind);
    },
    async hooksFolder(repo) {
      const flags = ["--path-format=absolute", "--git-path", "hooks"];
      const answer = await ask(door, repo, { verb: "rev-parse", flags }, NO_ANSWER);
      // An empty core.hooksPath is no path at all, and git runs nothing from it.
      return absolutePath(answer.exitCode === 0 ? answer.stdout.replace(/\n$/, "") : devNull);
    },
    async tracks(repo, folder) {
      const listed = await ask(
        door,
        repo,
        { verb: "ls-files", flags: ["-z"], paths: [folder] },
        NO_ANSWER,
      );
      return listed.exitCode === 0 && listed.stdout !== "";
    },
    async configFiles(repo) {
      const listed = await listConfig(openGit(door, repo, { hooks: true }));
      if (listed.kind === "failed") throw unanswered(repo, describeExit(listed.exit));
      const files = listed.entries
        .filter(({ origin }) => origin.startsWith("file:"))
        .map(({ origin }) => resolve(repo, origin.slice("file:".length)));
      const { stdout } = await ask(door, repo, {
        verb: "rev-parse",
        flags: ["--absolute-git-dir"],
      });
      const own = join(stdout.replace(/\n$/, ""), "config.worktree");
      return [...new Set([...files, own, ...globalConfigs(door.env)])].map(absolutePath);
    },
    async includes(repo) {
      const { stdout } = await config(repo, ["--get-all", "-z"], ["include.path"]);
      return stdout.split("\0").filter((value) => value !== "");
    },
    async addInclude(repo, value) {
      await config(repo, ["--add"], ["include.path", value]);
    },
    async removeInclude(repo, value) {
      await config(repo, ["--fixed-value", "--unset-all"], ["include.path", value]);
    },
  };
}

/** Where git looks for the user's own configuration: git-config(1), "FILES". */
function globalConfigs(env: NodeJS.ProcessEnv): string[] {
  const home = env["HOME"] ?? homedir();
  const xdg = env["XDG_CONFIG_HOME"] || join(home, ".config");
  return [join(home, ".gitconfig"), join(xdg, "git", "config")];
}

async function gitVersion(door: GitDoor): Promise<string> {
  const exit = await openGitOutside(door)({ verb: "version", flags: [] });
  if (exit.kind === "exited" && exit.exitCode === 0) return exit.stdout;
  throw new InputError(`git cannot be run: ${describeExit(exit)}.`, {
    code: "git-missing",
    hint: "Install git, or put it on the PATH.",
  });
}

/** @param mostExitCode the highest code that is still an answer; 1 is git's "no such key" */
async function ask(
  door: GitDoor,
  repo: AbsolutePath,
  command: Parameters<ReturnType<typeof openGit>>[0],
  mostExitCode = 1,
): Promise<Reading> {
  // With hooks: our own override of `core.hooksPath` would be the answer otherwise.
  const exit = await openGit(door, repo, { hooks: true })(command);
  if (exit.kind !== "exited" || exit.exitCode > mostExitCode)
    throw unanswered(repo, describeExit(exit));
  return exit;
}

function unanswered(repo: AbsolutePath, why: string): InputError {
  return new InputError(`git cannot answer for ${repo}: ${why}.`, {
    code: "git-failed",
    hint: "Run `git status` there and mend what it reports.",
  });
}
