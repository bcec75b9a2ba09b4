import { type Answer, type Home, ProtocolError, readAgentPid } from "@hookline/core/client";

/**
 * Takes the value out of an agent's answer; `undefined` when no agent runs.
 *
 * @throws ProtocolError when the agent refuses, or is there and does not answer
 */
export function answered<Value>(
  answer: Answer<Value>,
  home: Home,
): { readonly value: Value } | undefined {
  switch (answer.kind) {
    case "ok":
      return { value: answer.value };
    case "no-agent":
      return undefined;
    case "hung":
      throw hungAgent(home);
    case "refused":
      throw new ProtocolError(answer.message, {
        code: answer.code,
        ...(answer.hint === null ? {} : { hint: answer.hint }),
      });
  }
}

/**
 * The error for an agent that is there and does not answer; asking it to stop would be no help.
 *
 * It names a process to end only where that is the agent's for certain (see {@link readAgentPid}).
 */
export function hungAgent(home: Home): ProtocolError {
  const pid = readAgentPid(home.pid);
  return new ProtocolError("The agent is there, but it does not answer.", {
    code: "agent-hung",
    hint: `End its process (${pid === undefined ? "the one that runs `hookline`" : `kill -9 ${pid}`}), then run \`hookline start --detach\`. Nothing is lost.`,
  });
}
