import { type Answer, ProtocolError } from "@hookline/core/client";

/**
 * Takes the value out of an agent's answer; `undefined` when no agent runs.
 *
 * @throws ProtocolError when the agent refuses, or is there and does not answer
 */
export function answered<Value>(answer: Answer<Value>): { readonly value: Value } | undefined {
  switch (answer.kind) {
    case "ok":
      return { value: answer.value };
    case "no-agent":
      return undefined;
    case "hung":
      throw new ProtocolError("The agent is there, but it does not answer.", {
        code: "agent-hung",
        hint: "Run `hookline stop`, then `hookline start --detach`. Your commits are safe in git.",
      });
    case "refused":
      throw new ProtocolError(answer.message, {
        code: answer.code,
        ...(answer.hint === null || answer.hint === undefined ? {} : { hint: answer.hint }),
      });
  }
}
