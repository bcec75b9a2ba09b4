import { join } from "node:path";
import { findHome, openClient } from "@hookline/core/client";
import type { Report } from "./report.ts";
import { makeRemote, serveHttp, setStage } from "./stage.ts";
import { ms, summarise } from "./stats.ts";
import { untilRefHolds } from "./wait.ts";

const ROUNDS = 12;

/** The shortest `syncInterval` there is; the wait for a poll is most of the way, and scales with it. */
const SYNC_INTERVAL_MS = 5000;

/** Measures the time from a commit on one machine to its presence in the work tree of another. */
export async function benchArrival(): Promise<Report> {
  const stage = setStage();
  const http = await serveHttp(stage);
  try {
    makeRemote(stage, "remote.git");
    for (const name of ["here", "there"])
      stage.git(stage.root, "clone", "--quiet", http.url("remote.git"), name);
    const [here, there] = [stage.path("here"), stage.path("there")];
    for (const path of [here, there]) stage.hookline("add", path);
    stage.git(there, "config", "hookline.syncInterval", `${SYNC_INTERVAL_MS}ms`);
    stage.hookline("start", "--detach");
    const client = openClient(findHome(stage.env));
    const polled: number[] = [];
    const asked: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const commitHere = (): string => {
        stage.git(here, "commit", "--quiet", "--allow-empty", "-m", "x");
        return stage.git(here, "rev-parse", "HEAD");
      };
      const arrival = async (commit: string): Promise<void> =>
        untilRefHolds(join(there, ".git", "refs", "heads", "main"), commit);

      const first = commitHere();
      const committedAt = performance.now();
      await arrival(first);
      polled.push(performance.now() - committedAt);

      const second = commitHere();
      await untilRefHolds(stage.path("remote.git", "refs", "heads", "main"), second);
      const askedAt = performance.now();
      await client.look({ repository: there, wait: true });
      await arrival(second);
      asked.push(performance.now() - askedAt);
      process.stderr.write(`\rround ${round + 1} of ${ROUNDS}`);
    }
    process.stderr.write("\n");
    const row = (name: string, values: readonly number[]): string[] => {
      const { median, p10, p90 } = summarise(values);
      return [name, ms(median), `${ms(p10)} .. ${ms(p90)}`];
    };
    return {
      title: "From a commit on one machine to the work tree of another",
      text: `Two repositories over HTTP on loopback, ${ROUNDS} rounds, milliseconds. The other side polls every ${SYNC_INTERVAL_MS / 1000} s here, and each round begins right after a poll, so that nearly all of it is the wait for the next one; on average it is half as long, with the default of 30 s about 15 s. Asked at once (\`hookline sync\`, a hook, a wake-up) there is no wait.`,
      head: ["how the other side learns of it", "median", "p10 .. p90"],
      rows: [
        row(`its poll, every ${SYNC_INTERVAL_MS / 1000} s`, polled),
        row("asked at once", asked),
      ],
    };
  } finally {
    stage.leave();
    http.end();
  }
}
