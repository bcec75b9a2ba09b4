import { unlinkSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, systemClock } from "../clock.ts";
import { errorCode } from "../error-code.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { gitAmong, worksIn } from "./git-at-work.ts";
import { lstatNow } from "./present.ts";
import {
  CAN_LIST_PROCESSES,
  openFilesBelow,
  processIds,
  seesAllProcesses,
  startOfProcess,
} from "./processes.ts";
import type { WorktreeTools } from "./tools.ts";

/** A lock younger than this may belong to a program that we are about to see. */
const LEAST_AGE_S = 5;

/**
 * In a container others may use the repository whom we cannot see. No git command holds a lock for
 * this long, save with an editor open; and without this a volume would stay locked for ever after its
 * container was killed.
 */
const LEAST_AGE_IN_CONTAINER_S = 600;

/** What a process's start and a file's time may differ by although one follows the other. */
const CLOCK_SLACK_S = 2;

/**
 * Removes locks that a killed git left behind, and that would make every later command fail.
 *
 * Only where it is proved that nobody holds them: the file is ours and no longer fresh, no process has
 * it open, and every git command in this repository began after it. Only Linux can prove that here;
 * elsewhere nothing is ever removed (not run). `config.lock` is no lock of ours to judge: people's
 * editors and tools take it too.
 */
export async function healLocks(
  { place, log }: WorktreeTools,
  clock: Pick<Clock, "now"> = systemClock,
): Promise<void> {
  if (!CAN_LIST_PROCESSES) return;
  const found = (await locksIn(place)).flatMap(lockFile);
  const ageOf = ({ time }: LockFile): number => clock.now() / 1000 - time;
  const leastAge = seesAllProcesses() ? LEAST_AGE_S : LEAST_AGE_IN_CONTAINER_S;
  const locks = found.filter((lock) => ageOf(lock) >= leastAge);
  if (locks.length === 0) return;
  const commands = gitAmong(processIds()).filter((work) => work.hidden || worksIn(work, place));
  const starts = commands.map(({ pid }) => startOfProcess(pid) ?? Infinity);
  const open = await openFilesBelow(place.commonDir, "any");
  for (const lock of locks) {
    const isOwned =
      open.has(lock.file) || starts.some((start) => start <= lock.time + CLOCK_SLACK_S);
    if (isOwned || lockFile(lock.file)[0]?.ino !== lock.ino) continue;
    unlinkSync(lock.file);
    const ageSeconds = Math.round(ageOf(lock));
    log("lock.healed", { repository: place.root, lock: lock.file, ageSeconds });
  }
}

/** A lock that exists. */
interface LockFile {
  readonly file: string;
  readonly ino: bigint;
  /** When it was written, in seconds since the epoch. */
  readonly time: number;
}

function lockFile(file: string): LockFile[] {
  const stats = lstatNow(file);
  if (!stats?.isFile() || Number(stats.uid) !== process.getuid?.()) return [];
  return [{ file, ino: stats.ino, time: Number(stats.mtimeMs) / 1000 }];
}

/** Names the locks that a commit, a fetch or a move would meet (gitrepository-layout(5)). */
async function locksIn({ gitDir, commonDir }: RepositoryPlace): Promise<string[]> {
  const ofRefs = await Promise.all(
    ["heads", "remotes", "hookline"].map((kind) => locksBelow(join(commonDir, "refs", kind))),
  );
  return [
    join(gitDir, "index.lock"),
    join(gitDir, "HEAD.lock"),
    join(commonDir, "packed-refs.lock"),
    join(commonDir, "shallow.lock"),
    ...ofRefs.flat(),
  ];
}

async function locksBelow(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => name.endsWith(".lock")).map((name) => join(folder, name));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}
