import type { RescueFacts } from "../decide/rescue-message.ts";
import { askGit, read } from "../git/ask-git.ts";
import type { Reading } from "../sync/port.ts";
import { listRescues } from "./list-rescues.ts";
import type { Rescue } from "./rescue.ts";
import type { RescueTools } from "./rescue-tools.ts";

/**
 * Finds the rescue that holds exactly this already: an earlier look made it and failed afterwards,
 * perhaps many times. Only the time may differ.
 */
export async function findKept(
  tools: RescueTools,
  facts: RescueFacts,
  tree: string,
): Promise<Reading<Rescue | null>> {
  const rescues = await listRescues(tools);
  if (rescues.kind === "failed") return rescues;
  for (const rescue of rescues.value) {
    if (rescue.facts === null || !sameFacts(rescue.facts, facts)) continue;
    const its = await askGit(tools, {
      verb: "rev-parse",
      flags: ["--verify", "--quiet"],
      operands: [`${rescue.commit}^{tree}`],
    });
    if (its.kind === "failed") return its;
    if (its.value === tree) return read(rescue);
  }
  return read(null);
}

function sameFacts(one: RescueFacts, other: RescueFacts): boolean {
  const keys = ["reason", "branch", "head", "theirs", "indexTree", "rawTree"] as const;
  return keys.every((key) => one[key] === other[key]);
}
