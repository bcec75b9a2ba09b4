import type { Clock } from "../clock.ts";
import type { Answer } from "./exchange.ts";
import type { Silence } from "./open-request.ts";
import { type Refusal, refuse } from "./refusal.ts";

/** A question whose answer may take minutes. */
export interface PatientQuestion<Value> {
  /** Asks it; `over` cuts the question when nobody waits any more. */
  readonly ask: (over: AbortSignal) => Promise<Answer<Value>>;
  /** A question that a healthy agent answers at once. */
  readonly areYouWell: () => Promise<Answer<unknown>>;
  readonly checkEveryMs: number;
  readonly deadlineMs: number;
}

/**
 * Waits for an answer as long as the agent stays well, up to the deadline.
 *
 * An agent that dies is seen by its connection; one that hangs keeps the connection, and only
 * a second question shows it.
 */
export async function askPatiently<Value>(
  question: PatientQuestion<Value>,
  clock: Clock,
): Promise<Answer<Value>> {
  const over = new AbortController();
  const lossOfAgent = async (): Promise<Silence | Refusal> => {
    for (;;) {
      await clock.sleep(question.checkEveryMs, over.signal);
      const answer = await question.areYouWell();
      if (answer.kind !== "ok") return answer;
    }
  };
  const endOfPatience = async (): Promise<Refusal> => {
    await clock.sleep(question.deadlineMs, over.signal);
    return refuse(
      "unfinished",
      `There is no answer after ${Math.round(question.deadlineMs / 1000)} seconds.`,
      "The agent goes on in the background; `hookline status` shows how far it is.",
    );
  };
  try {
    return await Promise.race([question.ask(over.signal), lossOfAgent(), endOfPatience()]);
  } finally {
    over.abort();
  }
}
