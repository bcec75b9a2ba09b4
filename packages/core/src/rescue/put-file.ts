import { constants, type Stats } from "node:fs";
import {
  chmod,
  copyFile,
  link,
  lstat,
  mkdir,
  open,
  readlink,
  realpath,
  rename,
  symlink,
} from "node:fs/promises";
import type { AbsolutePath } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import { blobIdOfFile } from "../git/blob-id.ts";
import { fileBelow, fromGit, isInside, type PathBytes, toText } from "../git/path-bytes.ts";
import { linkTarget, type StagedFile } from "./staged-file.ts";

/** What became of putting one file in its place. */
export type FilePut =
  | { readonly kind: "put" }
  /** What stands there is the same. */
  | { readonly kind: "same" }
  /** Something else stood there, and is kept under this name. */
  | { readonly kind: "put-beside"; readonly kept: string }
  /** Nothing was written. */
  | { readonly kind: "refused"; readonly why: string };

/** What a file that gives way is called. */
const SUFFIX = ".before-restore";

/**
 * Puts a rescued file in its place below a folder, and never overwrites anything.
 *
 * What stands there and differs is *moved aside* by one rename, so nothing that was written up to
 * that moment can be missed, and the rescued file is then *linked* into place, which fails where
 * something new has appeared. Both stay, whatever happens in between. Refusing instead would be no
 * safer, and would refuse the usual case: a file that the remote's version has replaced.
 *
 * Never follows a symbolic link, and never leaves the folder.
 *
 * @param root the folder, resolved
 */
export async function putFile(root: AbsolutePath, file: StagedFile): Promise<FilePut> {
  if (!isInside(file.path)) return { kind: "refused", why: "its name leads out of the folder" };
  try {
    const blocked = await makeFolders(root, file.path);
    if (blocked !== null) return { kind: "refused", why: `${blocked} is not a folder` };
    const place = fileBelow(root, file.path);
    const stands = await lstat(place).catch(nothing);
    if (stands === undefined) {
      await putNew(place, file);
      return { kind: "put" };
    }
    if (!stands.isFile() && !stands.isSymbolicLink()) {
      return { kind: "refused", why: "something that is not a file stands there" };
    }
    if (await holdsSame(place, stands, file)) {
      if (file.mode === "120000" || isExecutable(stands) === (file.mode === "100755")) {
        return { kind: "same" };
      }
      await chmod(place, (await lstat(file.staged)).mode);
      return { kind: "put" };
    }
    const kept = await moveAside(root, file.path);
    await putNew(place, file);
    return { kind: "put-beside", kept: toText(kept) };
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    return {
      kind: "refused",
      why: code === "EEXIST" ? "something new stands there" : error.message,
    };
  }
}

/** Makes the folders above a file that are missing; names what stands in the place of one. */
async function makeFolders(root: AbsolutePath, path: PathBytes): Promise<string | null> {
  const names = path.split("/").slice(0, -1);
  let folder = "";
  for (const name of names) {
    folder = folder === "" ? name : `${folder}/${name}`;
    const place = fileBelow(root, fromGit(folder));
    await mkdir(place).catch((error: unknown) => {
      if (errorCode(error) !== "EEXIST") throw error;
    });
    if (!(await lstat(place)).isDirectory()) return toText(fromGit(folder));
  }
  if (folder === "") return null;
  // Once more, all at once: a link that appeared meanwhile would have led elsewhere.
  const place = fileBelow(root, fromGit(folder));
  const real = await realpath(place, "buffer");
  return real.equals(Buffer.from(place)) ? null : toText(fromGit(folder));
}

async function holdsSame(
  place: string | Buffer,
  stands: Stats,
  file: StagedFile,
): Promise<boolean> {
  if (file.mode === "120000") {
    return (
      stands.isSymbolicLink() && (await linkTarget(file)).equals(await readlink(place, "buffer"))
    );
  }
  if (!stands.isFile()) return false;
  return (await blobIdOfFile(place, "sha1")) === (await blobIdOfFile(file.staged, "sha1"));
}

function isExecutable({ mode }: Stats): boolean {
  return (mode & 0o100) !== 0;
}

/** Renames a file to the first name that is free, which is taken beforehand: a rename would replace what is there. */
async function moveAside(root: AbsolutePath, path: PathBytes): Promise<PathBytes> {
  for (let count = 1; ; count += 1) {
    const kept = fromGit(`${path}${SUFFIX}${count === 1 ? "" : `-${count}`}`);
    try {
      await (await open(fileBelow(root, kept), "wx")).close();
    } catch (error) {
      if (errorCode(error) === "EEXIST") continue;
      throw error;
    }
    await rename(fileBelow(root, path), fileBelow(root, kept));
    return kept;
  }
}

/** Where two folders lie on different file systems, or on one that has no links. */
const NO_LINKS = new Set(["EXDEV", "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

async function putNew(place: string | Buffer, file: StagedFile): Promise<void> {
  if (file.mode === "120000") return symlink(await linkTarget(file), place);
  const handle = await open(file.staged, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(file.staged, place);
  } catch (error) {
    if (!NO_LINKS.has(errorCode(error) ?? "")) throw error;
    await copyFile(file.staged, place, constants.COPYFILE_EXCL);
  }
}

function nothing(error: unknown): undefined {
  if (errorCode(error) !== "ENOENT") throw error;
}
