import {
  actOnJobsWithoutAgent,
  jobsWithoutAgent,
  resultsWithoutAgent,
  runTaskWithoutAgent,
  systemClock,
} from "@hookline/core";
import type { Context } from "./context.ts";
import type { JobDesk } from "./job-desk.ts";

/** Reads and runs jobs in this process, where no agent does. */
export function deskWithoutAgent({ home, env }: Context): JobDesk {
  const options = { home, env, clock: systemClock, logLevel: "info" } as const;
  return {
    jobs: (request) => jobsWithoutAgent(options, request),
    act: (request) => actOnJobsWithoutAgent(options, request),
    results: (request) => resultsWithoutAgent(options, request),
    async run(request) {
      const { close, ...started } = await runTaskWithoutAgent(options, request);
      let closed: Promise<void> | undefined;
      const end = (): Promise<void> => (closed ??= close());
      return {
        ...started,
        byAgent: false,
        async leave() {
          await end();
          return "stays-queued";
        },
        settled: end,
      };
    },
  };
}
