import type { GitFailure, GitFailureKind } from "./decide/git-failure.ts";
import { errorCode } from "./error-code.ts";

const KINDS: Readonly<Record<string, GitFailureKind>> = {
  ENOSPC: "disk-full",
  EDQUOT: "disk-full",
  EACCES: "unwritable",
  EPERM: "unwritable",
  EROFS: "unwritable",
  // A part of the work tree lies on another file system, where nothing can be renamed to.
  EXDEV: "unwritable",
  ENAMETOOLONG: "unwritable",
};

/**
 * Sorts an error of the file system into the kinds of `GitFailure`.
 *
 * @throws the error itself when it is no error of the system: then it is ours
 */
export function fileFailure(error: unknown): GitFailure {
  const code = errorCode(error);
  if (code === undefined || !(error instanceof Error) || !/^E[A-Z0-9]+$/.test(code)) throw error;
  return { kind: KINDS[code] ?? "unknown", detail: error.message };
}
