import type { Report } from "../report.ts";
import { setStage } from "../stage.ts";
import { agentSwitch } from "./agent-switch.ts";
import { makeVariants } from "./hook-variants.ts";
import { benchManyCommits } from "./many-commits.ts";
import { benchOneCommit } from "./one-commit.ts";

/** Measures what hooks add to commits: one, and many. */
export async function benchCommit(): Promise<readonly Report[]> {
  const stage = setStage();
  try {
    const variants = await makeVariants(stage, agentSwitch(stage));
    return [await benchOneCommit(stage, variants), await benchManyCommits(stage, variants)];
  } finally {
    stage.leave();
  }
}
