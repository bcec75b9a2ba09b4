import type { Rescue } from "../rescue/rescue.ts";
import { visible } from "./visible.ts";
import { counted } from "./words.ts";

/** Says in a sentence what a rescue holds, and why it was made. */
export function rescueSentence({ facts, reason }: Pick<Rescue, "facts" | "reason">): string {
  if (facts === null) {
    return reason === "replaced"
      ? "The remote's commits, as they were before a push took their place."
      : "Commits that somebody kept here.";
  }
  const branch = visible(facts.branch.replace(/^refs\/heads\//, ""));
  const what = [
    ...(facts.commits > 0 ? [counted(facts.commits, "commit")] : []),
    ...(facts.files > 0 ? [`${counted(facts.files, "file")} that you had not committed`] : []),
  ];
  const held = what.length > 0 ? what.join(" and ") : "what you had staged";
  return `${branch}: ${held}, ${WHY[facts.reason]}.`;
}

const WHY = {
  diverged: "kept before the remote's history took the place of yours",
  rewound: "kept before dropping what the remote had dropped",
  "in-the-way": "kept before the remote's commits came in",
  replaced: "kept before a push",
} as const;
