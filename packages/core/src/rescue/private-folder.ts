import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import type { RepositoryPlace } from "../git/locate.ts";

const PREFIX = "rescue-";

/**
 * Gives work a folder of its own inside the repository, and removes it afterwards.
 *
 * Folders that a killed process left go first: the caller holds the repository's lock, so nobody
 * is using them.
 */
export async function inPrivateFolder<Result>(
  { commonDir }: RepositoryPlace,
  work: (folder: AbsolutePath) => Promise<Result>,
): Promise<Result> {
  const above = join(commonDir, "hookline");
  await mkdir(above, { mode: 0o700 }).catch((error: unknown) => {
    if (errorCode(error) !== "EEXIST") throw error;
  });
  const left = (await readdir(above)).filter((name) => name.startsWith(PREFIX));
  await Promise.all(left.map((name) => removeFolder(join(above, name))));
  const folder = await mkdtemp(join(above, PREFIX));
  try {
    return await work(absolutePath(folder));
  } finally {
    await removeFolder(folder);
  }
}

function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
