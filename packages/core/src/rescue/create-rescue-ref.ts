import type { CommitId, RefName } from "../decide/brands.ts";
import { askGit, failed, fileFailure } from "../git/ask-git.ts";
import { syncRef } from "../git/sync-ref.ts";
import type { Effect } from "../sync/port.ts";
import type { RescueTools } from "./rescue-tools.ts";

/**
 * Makes the ref of a rescue, which must not exist yet, and reads it back.
 *
 * When this says `done`, the rescue outlasts a power cut: its objects and its ref were synced, and
 * so were the folders.
 */
export async function createRescueRef(
  tools: RescueTools,
  ref: RefName,
  commit: CommitId,
): Promise<Effect> {
  const made = await askGit(tools, {
    verb: "update-ref",
    flags: [],
    operands: [ref, commit, "0".repeat(commit.length)],
  });
  if (made.kind === "failed") return made;
  try {
    await syncRef(tools.place, ref);
  } catch (error) {
    return fileFailure(error);
  }
  const found = await askGit(tools, {
    verb: "rev-parse",
    flags: ["--verify", "--quiet"],
    operands: [`${ref}^{commit}`],
  });
  if (found.kind === "failed") return found;
  return found.value === commit
    ? { kind: "done" }
    : failed("corrupt", `${ref} holds ${found.value} where ${commit} was written`);
}
