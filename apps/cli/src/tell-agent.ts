import type { Context } from "./context.ts";
import { isStopping } from "./stop-agent.ts";

/**
 * Has the agent read the list and the settings again.
 *
 * What was changed is in git config and counts either way, so an agent that cannot be told is
 * worth a word and no more.
 *
 * @returns whether an agent runs that stays
 */
export async function tellAgent({ client, out }: Context): Promise<boolean> {
  const answer = await out.during("Telling the agent", client.reload());
  if (isStopping(answer)) return false;
  if (answer.kind === "hung" || answer.kind === "refused") {
    const mark = out.paintTrouble("warning", "!");
    out.trouble(
      `${mark} The agent could not be told; it takes this up later. See \`hookline doctor\`.`,
    );
  }
  if (answer.kind === "no-agent") return false;
  const health = await client.health();
  return health.kind !== "ok" || !health.value.drains;
}
