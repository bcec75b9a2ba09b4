import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import { errorCode } from "../error-code.ts";
import { classify } from "../git/classify.ts";
import { type GitDoor, openGit } from "../git/run-git.ts";
import { openStaging, type Staging } from "./staging.ts";

/** A repository to clone. */
export interface CloneRequest {
  /** Without secrets: git stores it. */
  readonly url: string;
  readonly target: AbsolutePath;
  /** The branch to check out; without it, the remote's own choice. */
  readonly branch: string | undefined;
}

/** What cloning takes. */
export interface CloneTools {
  readonly door: GitDoor;
  readonly clock: Clock;
}

/** A first clone may be large. What stalls is ended much earlier, by git's own low-speed limit. */
const DEADLINE_MS = 6 * 3_600_000;

const TELL_EVERY_MS = 10_000;

/**
 * Tries once to clone. The target then holds the whole repository, or what it held before.
 *
 * @param signal ends it at once
 * @returns null when it is there
 */
export async function cloneRepository(
  tools: CloneTools,
  request: CloneRequest,
  signal: AbortSignal,
): Promise<GitFailure | null> {
  let staging: Staging | undefined;
  const done = new AbortController();
  try {
    staging = await openStaging(request.target);
    void tellProgress(tools, request.target, staging.objects, done.signal);
    const branch = request.branch === undefined ? [] : [`--branch=${request.branch}`];
    const exit = await openGit(
      tools.door,
      request.target,
    )({
      verb: "clone",
      flags: ["--quiet", "--no-recurse-submodules", "--no-local", "--origin=origin", ...branch],
      operands: [request.url, staging.growing],
      cause: "clone",
      deadlineMs: DEADLINE_MS,
      signal,
    });
    if (exit.kind !== "exited" || exit.exitCode !== 0) return classify(exit);
    await staging.moveUp();
    return null;
  } catch (error) {
    const kind = errorCode(error) === "ENOSPC" ? "disk-full" : "unknown";
    return { kind, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    done.abort();
    await staging?.remove();
  }
}

/** Writes down every few seconds how much has arrived. */
async function tellProgress(
  { clock, door }: CloneTools,
  repository: AbsolutePath,
  objects: AbsolutePath,
  done: AbortSignal,
): Promise<void> {
  const sleep = () =>
    clock.sleep(TELL_EVERY_MS, done).then(
      () => true,
      () => false,
    );
  while (await sleep()) {
    door.log("clone.progress", { repository, receivedBytes: await sizeOf(objects) });
  }
}

async function sizeOf(folder: AbsolutePath): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
