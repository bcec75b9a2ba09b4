import { mkdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import { errorCode } from "../error-code.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { type FileLock, tryLock } from "../store/file-lock.ts";

/** The lock on a repository, or why it cannot be had. */
export type LockedRepository =
  | { readonly kind: "locked"; readonly lock: FileLock }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/**
 * Keeps other Hookline processes out of a repository while we look at it: two agents of
 * different state folders, or of a container and its host, may share one.
 */
export async function lockRepository({ commonDir }: RepositoryPlace): Promise<LockedRepository> {
  const { folder, file } = lockPaths(commonDir);
  try {
    // Not recursive: a repository that is gone must stay gone.
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") return failed("missing", `there is no ${commonDir}`);
    if (code !== "EEXIST") return failed("unknown", `cannot write to ${folder}: ${String(error)}`);
  }
  const attempt = tryLock(file);
  switch (attempt.kind) {
    case "acquired":
      return { kind: "locked", lock: attempt.lock };
    case "held":
      return failed("locked", "another Hookline process looks at this repository");
    case "unusable":
      return failed("unknown", attempt.problem);
  }
}

/**
 * Takes the lock's file out of a repository that is no longer ours, and our folder if nothing
 * else is in it. Leaves both where another Hookline process is looking right now.
 */
export async function removeRepositoryLock(commonDir: AbsolutePath): Promise<void> {
  const { folder, file } = lockPaths(commonDir);
  const attempt = tryLock(file);
  if (attempt.kind !== "acquired") return;
  await rm(file, { force: true });
  attempt.lock.release();
  await rmdir(folder).catch(() => undefined);
}

function lockPaths(commonDir: AbsolutePath) {
  const folder = absolutePath(join(commonDir, "hookline"));
  return { folder, file: absolutePath(join(folder, "look.lock")) };
}

function failed(kind: GitFailure["kind"], detail: string): LockedRepository {
  return { kind: "failed", failure: { kind, detail } };
}
