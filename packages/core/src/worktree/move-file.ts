import {
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { errorCode } from "../error-code.ts";

/** What link(2) says where files cannot have two names (FAT, some network file systems). */
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"]);

/**
 * Gives a file another name that nobody has taken, and never replaces what is there.
 *
 * rename(2) would. So the file gets its second name first, which fails where something stands,
 * and loses its first one after that. A kill in between leaves both; they are one file then.
 *
 * @throws `EEXIST` where something stands
 */
export function moveToFreeName(source: string | Buffer, target: string | Buffer): void {
  const stats = lstatSync(source);
  if (stats.isDirectory()) {
    // Somebody's folder, on its way back. rename(2) replaces nothing with it but an empty folder.
    renameSync(source, target);
    return;
  }
  if (stats.isSymbolicLink()) symlinkSync(readlinkSync(source, "buffer"), target);
  else linkOrCopy(source, target);
  unlinkSync(source);
}

/** Without links the copy is seen while it grows, and a kill leaves a part of it (not run). */
function linkOrCopy(source: string | Buffer, target: string | Buffer): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if (!NO_LINKS.has(errorCode(error) ?? "")) throw error;
    copyFileSync(source, target, constants.COPYFILE_EXCL);
  }
}
