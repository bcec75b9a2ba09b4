import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "../clock.ts";
import { gitAmong } from "./git-at-work.ts";
import { indexLockOf } from "./index-lock.ts";
import { lstatNow } from "./present.ts";
import { processIds } from "./processes.ts";
import { locked, type Trouble, type WorktreeTools } from "./tools.ts";

/**
 * Commands that remember what HEAD was when they began, or write files. With HEAD moved under it, such
 * a command fails, maybe an hour later, when its editor is closed.
 */
const DISTURBED = new Set(
  (
    "am apply checkout cherry-pick commit merge mv pull read-tree rebase reset restore revert rm " +
    "sparse-checkout stash switch"
  ).split(" "),
);

/** How long a move waits for others: about as long as a commit with a quick hook takes. */
const PATIENCE_MS = 2000;
const PAUSE_MS = 25;

/** Waits, but not for long, until nobody is in the middle of a git command in this work tree. */
export async function waitForOthers(tools: WorktreeTools): Promise<Trouble | null> {
  return patiently(async () => {
    if (lstatNow(indexLockOf(tools.place)) !== null) return locked("index.lock exists");
    return disturbed(tools, processIds());
  });
}

/** Tries until there is no trouble, but not for long. */
export async function patiently(attempt: () => Promise<Trouble | null>): Promise<Trouble | null> {
  const until = systemClock.monotonic() + PATIENCE_MS;
  for (;;) {
    const trouble = await attempt();
    const isLocked = trouble?.kind === "failed" && trouble.failure.kind === "locked";
    if (!isLocked || systemClock.monotonic() > until) return trouble;
    await pause(PAUSE_MS);
  }
}

/**
 * Tells whether one of these processes is a git command that a move would disturb. An alias shows as
 * what it stands for: git starts that as a process of its own (git.c, run_argv).
 *
 * Only Linux lists processes; elsewhere nobody is found, and a commit whose editor is open fails
 * with "cannot lock ref" when HEAD moved meanwhile (not run).
 */
export function disturbed(tools: WorktreeTools, pids: readonly number[]): Trouble | null {
  return running(tools, pids, DISTURBED);
}

/** What a move of ours runs, and what may outlive our process when that is killed. */
const OURS = new Set(["read-tree", "update-index", "update-ref"]);

/**
 * Waits, but not for long, until no git of a move is left from a process that was killed: it might
 * still move the branch. Only Linux can tell (elsewhere not run).
 */
export async function waitForOrphans(tools: WorktreeTools): Promise<Trouble | null> {
  return patiently(async () => running(tools, processIds(), OURS));
}

function running(
  { place }: WorktreeTools,
  pids: readonly number[],
  commands: ReadonlySet<string>,
): Trouble | null {
  const work = gitAmong(pids).find(
    ({ gitDir, command }) => gitDir === place.gitDir && commands.has(command),
  );
  return work ? locked(`git ${work.command} is running (process ${work.pid})`) : null;
}
