import type { GitFailureKind } from "../decide/git-failure.ts";
import { withoutNames } from "./failure-patterns.ts";

/** One way in which a server says no to a push. */
interface Refusal {
  readonly kind: GitFailureKind;
  readonly says: RegExp;
}

/**
 * What servers say when they refuse to move a ref; the first that matches wins, and everything else
 * is `refused`. Matched against the summary of `git push --porcelain` and the `remote:` lines.
 * `push-refusal.test.ts` has recorded refusals with their sources.
 */
const REFUSALS: readonly Refusal[] = [
  // refs.c on the server: a branch `a` leaves no room for a branch `a/b`
  { kind: "refused", says: /exists; cannot create/ },
  // Storage of the server, not our commits: object-file.c, refs/files-backend.c
  {
    kind: "remote-trouble",
    says: /No space left on device|Disk quota exceeded|Read-only file system|insufficient permission for adding|: Permission denied/,
  },
  {
    kind: "rate-limited",
    says: /rate[- ]limit|too many requests|exceeding usage of resource/i,
  },
  // Two pushes that meet on the server (builtin/receive-pack.c, refs.c): the other one holds the
  // ref, or has just moved it.
  {
    kind: "moved",
    says: /^\[remote rejected\] \((?:failed to update ref|cannot lock ref|failed to lock|incorrect old value|reference already exists|reference does not exist)/,
  },
  // The pack itself is not wanted: no retry makes it smaller or cleaner.
  {
    kind: "refused",
    says: /exceeds maximum allowed|size limit|too large|fsck error|contain secrets|secrets? detected/i,
  },
  // receive-pack could not store the pack, or broke off, and does not say why
  {
    kind: "remote-trouble",
    says: /\(unpacker error\)|unable to migrate objects|missing necessary objects|remote failed to report status/,
  },
  // builtin/receive-pack.c (receive.denyNonFastForwards, denyDeletes); GitHub, GitLab, Gitea,
  // Bitbucket, Azure DevOps, Gerrit
  {
    kind: "protected",
    says: /GH006|protected (?:branch|ref)|branch is protected|TF402455|through (?:a )?pull requests?|use a pull request|\(non-fast-forward\)|deletion prohibited|Cannot force-push|force push(?:ing)? .*not (?:allowed|permitted)|prohibited by Gerrit/i,
  },
  // Who we are is known, and that is not enough
  {
    kind: "denied",
    says: /\(permission denied\)|permission denied for writing|not allowed to push code|DENIED by|without `\w+` scope|TF401027/i,
  },
];

/**
 * Sorts a server's refusal of a push.
 *
 * @param summary the last field of the `!` line of `git push --porcelain`
 * @param words what the server said, one line each, without git's own marks
 */
export function sortRefusal(summary: string, words: readonly string[]): GitFailureKind {
  const lines = [summary, ...words].map(withoutNames);
  const match = REFUSALS.find(({ says }) => lines.some((line) => says.test(line)));
  return match?.kind ?? "refused";
}
