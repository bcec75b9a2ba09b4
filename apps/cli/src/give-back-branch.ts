import {
  type Rescue,
  type RescueTools,
  restoreBranch,
  systemClock,
  withMoveRecord,
  withRepository,
} from "@hookline/core";
import { EXIT, type ExitCode, InputError } from "@hookline/core/client";
import { counted } from "@hookline/core/words";
import type { Context } from "./context.ts";
import { gitError } from "./git-value.ts";

/** How commits are to come back. */
export interface BranchWish {
  /** What the person called the rescue. */
  readonly typed: string;
  readonly branch?: string;
  readonly json: boolean;
}

/** Gives the commits of a rescue back as a branch, and says how to go on. */
export async function giveBackBranch(
  { client, home, out }: Context,
  tools: RescueTools,
  rescue: Rescue,
  { typed, branch, json }: BranchWish,
): Promise<ExitCode> {
  const restored = await withRepository(tools.place, systemClock, () =>
    withMoveRecord({ home, client, clock: systemClock }, tools.place.root, (onMove) =>
      restoreBranch(tools, rescue, branch, onMove),
    ),
  );
  switch (restored.kind) {
    case "failed":
      throw gitError(restored.failure);
    case "bad-name":
      throw new InputError(`git takes no branch named "${restored.branch}".`, {
        code: "bad-branch",
        hint: "Give another one with --branch: only its name, such as `mine`.",
      });
    case "taken":
      throw new InputError(`The branch ${restored.branch} holds something else; it stays.`, {
        code: "branch-taken",
        hint: "Give another name with --branch.",
      });
    case "made":
    case "there":
      break;
  }
  if (json) {
    out.json({ repository: tools.place.root, branch: restored.branch, commit: restored.commit });
    return EXIT.inSync;
  }
  const holds = restored.kind === "made" ? "now holds" : "already holds";
  const count = rescue.facts?.commits;
  const commits =
    count === undefined ? "its commits" : count === 1 ? "the commit" : `the ${count} commits`;
  out.line(
    `${out.paint("good", "✓")} The branch ${out.paint("strong", restored.branch)} ${holds} ${commits}. You are where you were.`,
  );
  out.line(`  ${out.paint("good", "→")} See them: \`git log ..${restored.branch}\``);
  out.line(`  ${out.paint("good", "→")} Take them: \`git merge ${restored.branch}\``);
  const files = rescue.facts?.files ?? 0;
  if (files > 0) {
    out.line(
      `  ${out.paint("good", "→")} It holds ${counted(files, "uncommitted file")} as well: \`hookline rescue restore ${typed} --files\``,
    );
  }
  return EXIT.inSync;
}
