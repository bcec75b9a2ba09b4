import type { LookReply } from "@hookline/core/client";
import {
  describeRepository,
  rescueInWords,
  span,
  tilde,
  transferInWords,
  troubleInWords,
} from "@hookline/core/words";
import type { Context } from "../context.ts";

/** Says what looks at repositories did and where they left them. */
export function showLooks({ out, env }: Context, results: LookReply["results"]): void {
  if (results.length === 0)
    out.line("Hookline syncs no repository yet. Add one: `hookline add <path>`");
  for (const { status, pushed, pulled, rescued, durationMs } of results) {
    // The look that was asked for has ended; another one may run by now.
    const waits = status.activity === "gave-up" ? status.activity : "resting";
    const { mark, tone, next } = describeRepository({ ...status, activity: waits }, Date.now());
    const did = transferInWords({ pushed, pulled }).toLowerCase();
    const work = did === "" ? "" : ` (${did})`;
    const outcome =
      troubleInWords(status) ??
      `in sync with ${status.upstream ?? "its upstream"}${work} in ${span(durationMs)}`;
    out.line(
      `${out.paint(tone, mark)} ${out.paint("strong", tilde(status.path, env["HOME"]))}: ${outcome}`,
    );
    for (const note of rescued) out.line(`  ${out.paint("warning", "↺")} ${rescueInWords(note)}`);
    if (next !== null) out.line(`  ${out.paint(tone, "→")} ${next}`);
  }
}
