import { errorCode } from "../error-code.ts";
import { fileFailure } from "../file-failure.ts";
import type { Trouble } from "./tools.ts";

/** What a path that changed under us makes the system say. */
const CHANGED = new Set(["EEXIST", "ENOENT", "ENOTDIR", "EISDIR", "ENOTEMPTY", "ELOOP"]);

/** As {@link fileFailure}, where a path that is not as it was means that someone else was at work. */
export function swapTrouble(error: unknown): Trouble {
  const failure = fileFailure(error);
  const code = errorCode(error);
  return code !== undefined && CHANGED.has(code)
    ? { kind: "moved", detail: failure.detail }
    : { kind: "failed", failure };
}
