import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RefName } from "../decide/brands.ts";
import { fileFailure } from "../file-failure.ts";
import { classify } from "../git/classify.ts";
import type { MoveRequest } from "../sync/port.ts";
import { disturbed, patiently } from "./hold-off.ts";
import { type IndexLock, takeIndexLock } from "./index-lock.ts";
import type { MoveFolder } from "./move-folder.ts";
import { type IndexMark, markOfIndex } from "./private-index.ts";
import { processIds } from "./processes.ts";
import { locked, moved, type Trouble, type WorktreeTools } from "./tools.ts";

/** How the moment that decides a move went. */
export type Decided =
  | { readonly kind: "done" }
  /** Nothing was changed by it, and the index is another one than the move began with. */
  | { readonly kind: "other-index" }
  /** The branch may have moved or not; the index's lock stays. The next look finds out. */
  | { readonly kind: "unknown"; readonly trouble: Trouble }
  | Trouble;

/**
 * Moves the branch and installs the prepared index, both or none.
 *
 * Others are kept from the index for as long as git takes to move one ref, and not longer: their
 * commits fail while we have the lock. What takes time (looking for their commands) is done before;
 * only processes that began meanwhile are looked at under the lock.
 */
export async function decideMove(
  tools: WorktreeTools,
  folder: MoveFolder,
  request: MoveRequest,
  mark: IndexMark,
): Promise<Decided> {
  let decided: Decided = locked("index.lock exists");
  const trouble = await patiently(async () => {
    const before = processIds();
    const others = disturbed(tools, before);
    if (others !== null) return others;
    if (hasLeft(tools, request)) {
      decided = moved(`${request.branch} moved meanwhile`);
      return null;
    }
    const lock = takeIndexLock(tools.place, folder);
    if (lock === null) return locked("index.lock exists");
    const answer = await underLock(tools, request, { lock, mark, before: new Set(before) });
    if (answer.kind === "busy") return answer.trouble;
    decided = answer;
    return null;
  });
  return trouble ?? decided;
}

/** Somebody's command has begun while we took the lock; it is let go at once, for them. */
interface Busy {
  readonly kind: "busy";
  readonly trouble: Trouble;
}

interface Held {
  readonly lock: IndexLock;
  readonly mark: IndexMark;
  /** Processes that were found harmless. */
  readonly before: ReadonlySet<number>;
}

async function underLock(
  tools: WorktreeTools,
  request: MoveRequest,
  { lock, mark, before }: Held,
): Promise<Decided | Busy> {
  const letGo = <Answer>(answer: Answer): Answer => {
    lock.release();
    return answer;
  };
  try {
    if (markOfIndex(tools.place) !== mark) return letGo({ kind: "other-index" });
    const newcomers = processIds().filter((pid) => !before.has(pid));
    const others = disturbed(tools, newcomers);
    if (others !== null) return letGo({ kind: "busy", trouble: others });
    if ((await headOf(tools)) !== request.branch) return letGo(moved("HEAD is another branch now"));
    if (hasLeft(tools, request)) return letGo(moved(`${request.branch} moved meanwhile`));
  } catch (error) {
    lock.release();
    throw error;
  }
  const exit = await tools.git({
    verb: "update-ref",
    flags: [`-mhookline: ${request.cause}`],
    operands: [request.branch, request.to, request.from],
  });
  if (exit.kind !== "exited" || exit.exitCode !== 0) {
    // It may have been ended after it had moved the branch.
    const tip = await tipOf(tools, request.branch);
    const failure = classify(exit);
    if (tip === null) return { kind: "unknown", trouble: { kind: "failed", failure } };
    if (tip !== request.to) {
      return letGo(tip === request.from ? { kind: "failed", failure } : moved(failure.detail));
    }
  }
  try {
    lock.install();
    return { kind: "done" };
  } catch (error) {
    return { kind: "unknown", trouble: { kind: "failed", failure: fileFailure(error) } };
  }
}

/**
 * Whether a branch is known to be elsewhere by now, as far as one file tells: then nobody need be kept
 * from the index to hear it from git.
 */
function hasLeft({ place }: WorktreeTools, { branch, from }: MoveRequest): boolean {
  try {
    return readFileSync(join(place.commonDir, branch), "utf8").trimEnd() !== from;
  } catch {
    // Packed, or in another format: git knows.
    return false;
  }
}

/** Reads the branch that HEAD stands for; asks git where HEAD is no plain file (reftable). */
export async function headOf({ git, place }: WorktreeTools): Promise<string | null> {
  const branch = /^ref: (refs\/heads\/.+)\n?$/.exec(
    readFileSync(join(place.gitDir, "HEAD"), "utf8"),
  )?.[1];
  if (branch !== undefined && branch !== "refs/heads/.invalid") return branch.trimEnd();
  const exit = await git({ verb: "symbolic-ref", flags: ["-q", "HEAD"] });
  return exit.kind === "exited" && exit.exitCode === 0 ? exit.stdout.trimEnd() : null;
}

/** Reads what a branch holds; `null` when git cannot say. */
export async function tipOf({ git }: WorktreeTools, branch: RefName): Promise<string | null> {
  const exit = await git({
    verb: "rev-parse",
    flags: ["--verify", "--quiet"],
    operands: [branch],
  });
  return exit.kind === "exited" && exit.exitCode === 0 ? exit.stdout.trimEnd() : null;
}
