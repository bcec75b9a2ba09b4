import type { RefMove } from "@hookline/core/client";
import { tilde } from "@hookline/core/words";
import type { Output } from "./output.ts";

/** Shows moves of refs, a line each, the newest last as in the log. */
export function showMoves(
  out: Output,
  moves: readonly RefMove[],
  homeFolder: string | undefined,
): void {
  if (moves.length === 0) out.line("Hookline has moved no ref so far.");
  for (const move of moves.toReversed()) {
    const { ref, old, new: next, cause } = move;
    const time = out.paint("quiet", new Date(move.plannedAt).toLocaleString("sv-SE"));
    const where = out.paint("strong", tilde(move.repository, homeFolder));
    const name = ref.replace(/^refs\/(?:heads|remotes|hookline)\//, "");
    const change = `${shortly(old)} → ${shortly(next)}`;
    out.line(`${time} ${where} ${name} ${change} ${cause}${out.paint("warning", ending(move))}`);
  }
}

function shortly(commit: string | null): string {
  return commit === null ? "nothing" : commit.slice(0, 10);
}

function ending({ state, ref }: RefMove): string {
  if (state === "failed") return " (did not happen)";
  return state === "planned" ? ` (interrupted; see \`git reflog ${ref}\`)` : "";
}
