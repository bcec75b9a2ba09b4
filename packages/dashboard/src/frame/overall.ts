import type { Status } from "@hookline/core/protocol";
import { counted, describeRepository } from "@hookline/core/words";
import type { Sign } from "../design/mark.tsx";

/** How everything is, in a sign and a sentence. */
export interface Overall {
  readonly sign: Sign;
  readonly says: string;
}

/** Says how everything is: the gravest first. */
export function overall(status: Status | undefined, now: number): Overall {
  if (status === undefined) return { sign: "quiet", says: "Looking for the agent" };
  const { repositories, queue } = status;
  if (repositories.length === 0) return { sign: "quiet", says: "No repository yet" };
  const tones = repositories.map((one) => describeRepository(one, now).tone);
  const paused = repositories.filter((one) => one.paused).length;
  const bad = tones.filter((tone) => tone === "bad").length;
  const waiting = tones.filter((tone) => tone === "warning").length - paused;
  if (bad > 0) return { sign: "bad", says: `${inSentence(bad)} cannot be synced` };
  if (waiting > 0) return { sign: "warning", says: `${inSentence(waiting)} not in sync` };
  if (queue.dead > 0)
    return { sign: "warning", says: `${counted(queue.dead, "job")} gave up: see the retry queue` };
  if (paused === repositories.length) return { sign: "paused", says: "Syncing is paused" };
  const busy = tones.filter((tone) => tone === "busy").length;
  if (busy > 0) return { sign: "busy", says: `Looking at ${inSentence(busy)}` };
  return {
    sign: "good",
    says: paused > 0 ? `Up to date, ${paused} paused` : "Everything is in sync",
  };
}

function inSentence(count: number): string {
  return counted(count, "repository", "repositories");
}
