/** Commits `state` in a repository and kills itself while git does the named sub-command. */
import { systemClock } from "../../src/clock.ts";
import { absolutePath } from "../../src/decide/brands.ts";
import { locate } from "../../src/git/locate.ts";
import { type Git, openGit } from "../../src/git/run-git.ts";
import { openStore } from "../../src/store/open-store.ts";
import { OperationLog } from "../../src/store/operation-log.ts";
import { commitPaths } from "../../src/tick/commit-paths.ts";
import { A_TICK } from "./a-commit-scratch.ts";

const [, , repository = "", verb = ""] = process.argv;
const here = absolutePath(repository);
const log = (): void => undefined;
const git = openGit({ env: process.env, log }, here);
const located = await locate(git);
if (located.kind !== "repository") throw new Error(located.kind);
const file = absolutePath(process.env["CRASH_STORE"] ?? "");
const { store } = openStore(file, systemClock, log);

const killing: Git = (command) => {
  const running = git(command);
  // After git was started, so that it goes on without us, as it would after a real kill.
  if (command.verb === verb) setTimeout(() => process.kill(process.pid, "SIGKILL"), 1);
  return running;
};

await commitPaths(
  {
    git: killing,
    place: located.place,
    operations: new OperationLog(store, systemClock),
    log,
    clock: systemClock,
    limits: { deadlineMs: 60_000, signal: new AbortController().signal },
  },
  A_TICK,
);
