import { describeExit, type GitDoor, locate, openGit, openGitOutside } from "@hookline/core";
import { type AbsolutePath, absolutePath, InputError } from "@hookline/core/client";
import type { HookGit } from "@hookline/hooks";

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
      const { stdout } = await ask(door, repo, { verb: "rev-parse", flags });
      return absolutePath(stdout.replace(/\n$/, ""));
    },
    async tracks(repo, folder) {
      const listed = await ask(
        door,
        repo,
        { verb: "ls-files", flags: ["-z"], paths: [folder] },
        128,
      );
      return listed.exitCode === 0 && listed.stdout !== "";
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
