import type { RescueNote } from "../decide/rescue.ts";
import { counted } from "./words.ts";

/** Says what a look replaced and how to see it again. */
export function rescueInWords({ ref, where, reason, commits, files }: RescueNote): string {
  const name = ref.replace(/^refs\/hookline\/rescue\//, "");
  if (where === "remote") {
    return `Replaced ${counted(commits, "commit")} on the remote, which keeps them: \`hookline rescue list --remote\` (${name})`;
  }
  const what = [
    ...(commits > 0 ? [`${counted(commits, "commit")} of yours`] : []),
    ...(reason === "in-the-way" && files > 0
      ? [`${counted(files, "file")} that you had not committed`]
      : []),
  ];
  const kept = what.length > 0 ? what.join(" and ") : "what you had staged";
  return `Replaced ${kept}, kept for you: \`hookline rescue show ${name}\``;
}
