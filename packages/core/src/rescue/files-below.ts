import { lstat, readdir } from "node:fs/promises";
import type { AbsolutePath } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import { failed, read } from "../git/ask-git.ts";
import { fileBelow, fromGit, fromName, type PathBytes, toText } from "../git/path-bytes.ts";
import type { Reading } from "../sync/port.ts";

/**
 * Lists what stands at the given paths; in place of a folder, every file in it, ignored or not.
 *
 * A repository inside cannot be kept as files (its commits would be lost), so it makes this fail.
 */
export async function filesBelow(
  root: AbsolutePath,
  paths: readonly PathBytes[],
): Promise<Reading<readonly PathBytes[]>> {
  const found: PathBytes[] = [];
  const left = [...paths];
  try {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      if (!(await isFolder(root, path))) {
        found.push(path);
        continue;
      }
      const names = (await readdir(fileBelow(root, path), { encoding: "buffer" })).map(fromName);
      if (names.includes(fromGit(".git"))) {
        return failed(
          "unknown",
          `${toText(path)} is a repository of its own and stands in the way`,
        );
      }
      for (const name of names) left.push(fromGit(`${path}/${name}`));
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return failed("unreadable", String(error));
  }
  return read(found);
}

async function isFolder(root: AbsolutePath, path: PathBytes): Promise<boolean> {
  try {
    return (await lstat(fileBelow(root, path))).isDirectory();
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw error;
  }
}
