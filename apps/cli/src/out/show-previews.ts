import { FAILURES, HOLDS, type RepositoryPreview } from "@hookline/core/client";
import { counted, printable, tilde } from "@hookline/core/words";
import type { Context } from "../context.ts";
import type { Output } from "./output.ts";

/** Says what looks would do. */
export function showPreviews({ out, env }: Context, previews: readonly RepositoryPreview[]): void {
  if (previews.length === 0)
    out.line("Hookline syncs no repository yet. Add one: `hookline add <path>`");
  for (const preview of previews) {
    out.line(`${out.paint("strong", tilde(preview.path, env["HOME"]))}: ${inWords(preview)}`);
    const there = preview.upstream ?? "the remote";
    showCommits(out, preview.takes, `to take from ${there}`);
    showCommits(out, preview.pushes, `to push to ${there}`);
    showCommits(out, preview.replacesHere, "of yours to replace, and to keep as a rescue here");
    showCommits(
      out,
      preview.replacesThere,
      `of ${there} to replace, and to keep as a rescue there`,
    );
    for (const { path, kind } of preview.files)
      out.line(`  ${out.paint("warning", "!")} ${printable(path)} is ${kind}`);
  }
  if (previews.length > 0) out.line(out.paint("quiet", "Nothing was changed."));
}

function inWords({ failure, hold, state, upstream }: RepositoryPreview): string {
  if (failure !== null) {
    const { says, next } = FAILURES[failure.kind];
    return `a look would fail. ${says} ${next}`;
  }
  if (hold !== null) return `a look would hold. ${HOLDS[hold].says} ${HOLDS[hold].next}`;
  return state === "up-to-date"
    ? `in sync with ${upstream ?? "its upstream"}, nothing to do.`
    : "a look would do this:";
}

function showCommits(
  out: Output,
  { count, newest }: RepositoryPreview["takes"],
  what: string,
): void {
  if (count === 0) return;
  out.line(`  ${counted(count, "commit")} ${what}`);
  for (const { commit, subject } of newest) {
    out.line(`    ${out.paint("quiet", commit.slice(0, 8))} ${printable(subject)}`);
  }
  const more = count - newest.length;
  if (more > 0) out.line(out.paint("quiet", `    and ${counted(more, "older one")}`));
}
