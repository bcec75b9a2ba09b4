import { type Answer, ConfigError } from "@hookline/core/client";
import { answered } from "./ask-agent.ts";
import type { Context } from "./context.ts";
import type { JobDesk, StartedRun } from "./job-desk.ts";
import { deskWithoutAgent } from "./jobs-without-agent.ts";
import { isAgentRunning } from "./once-free.ts";
import { isStopping } from "./stop-agent.ts";
import { untilReady } from "./until.ts";

/** An agent that starts or ends does so within seconds. */
const CHANGE_DEADLINE_MS = 30_000;

/** Opens the desk of this user: each question goes to the agent, or is answered here where none runs. */
export function openJobDesk(context: Context): JobDesk {
  const { client, home } = context;
  const here = deskWithoutAgent(context);

  /** An agent that starts or ends is waited for, since nobody else may answer meanwhile. */
  const ask = async <Value, Result>(
    byAgent: () => Promise<Answer<Value>>,
    take: (value: Value) => Result,
    withoutAgent: () => Promise<Result>,
  ): Promise<Result> => {
    const done = await untilReady(CHANGE_DEADLINE_MS, async () => {
      const answer = await byAgent();
      if (isStopping(answer)) return undefined;
      const said = answered(answer, home);
      if (said !== undefined) return { result: take(said.value) };
      try {
        return { result: await withoutAgent() };
      } catch (error) {
        if (isAgentRunning(error)) return undefined;
        throw error;
      }
    });
    if (done !== undefined) return done.result;
    throw new ConfigError("Another Hookline is at work and does not answer.", {
      code: "agent-running",
      hint: "Try again in a moment, or see `hookline doctor`.",
    });
  };

  return {
    jobs: (request) =>
      ask(
        () => client.jobs(request),
        itself,
        () => here.jobs(request),
      ),
    act: (request) =>
      ask(
        () => client.actOnJobs(request),
        itself,
        () => here.act(request),
      ),
    results: (request) =>
      ask(
        () => client.results(request),
        itself,
        () => here.results(request),
      ),
    run: (request) =>
      ask(
        () => client.runTask(request),
        (reply): StartedRun => ({
          ...reply,
          byAgent: true,
          async jobs(asked) {
            const answer = await client.jobs(asked);
            return isStopping(answer) ? undefined : answered(answer, home)?.value;
          },
          leave: () => Promise.resolve("goes-on"),
          settled: () => Promise.resolve(),
        }),
        () => here.run(request),
      ),
  };
}

function itself<Value>(value: Value): Value {
  return value;
}
