import { join } from "node:path";
import { findHome, openClient } from "@hookline/core/client";
import type { Report } from "./report.ts";
import { makeRemote, serveHttp, setStage, timed } from "./stage.ts";
import { ms, summarise } from "./stats.ts";
import { untilRefHolds } from "./wait.ts";

const ROUNDS = 60;

/**
 * Measures a look that finds nothing against a bare `git fetch` of one ref, and the way of a
 * commit to its remote against a bare `git push`. Over HTTP on loopback, in turn, in one run.
 */
export async function benchLook(): Promise<Report> {
  const stage = setStage();
  const http = await serveHttp(stage);
  try {
    const remote = makeRemote(stage, "remote.git");
    makeRemote(stage, "bare.git");
    const ours = stage.path("ours");
    const bare = stage.path("bare");
    stage.git(stage.root, "clone", "--quiet", http.url("remote.git"), ours);
    stage.git(stage.root, "clone", "--quiet", http.url("bare.git"), bare);
    stage.hookline("add", ours);
    stage.hookline("start", "--detach");
    const client = openClient(findHome(stage.env));

    const fetches: number[] = [];
    const looks: number[] = [];
    const pushes: number[] = [];
    const arrivals: number[] = [];
    for (let round = -5; round < ROUNDS; round += 1) {
      const fetched = timed(
        stage,
        bare,
        "git",
        "fetch",
        "--quiet",
        "--no-tags",
        "origin",
        "+refs/heads/main:refs/remotes/origin/main",
      );
      const lookedAt = performance.now();
      const answer = await client.look({ repository: ours, wait: true });
      const looked = performance.now() - lookedAt;
      if (answer.kind !== "ok") throw new Error(`the agent is ${answer.kind}`);

      stage.git(bare, "commit", "--quiet", "--allow-empty", "-m", "x");
      const pushed = timed(stage, bare, "git", "push", "--quiet", "origin", "HEAD:refs/heads/main");
      stage.git(ours, "commit", "--quiet", "--allow-empty", "-m", "x");
      const committedAt = performance.now();
      const head = stage.git(ours, "rev-parse", "HEAD");
      await untilRefHolds(join(remote, "refs", "heads", "main"), head);
      const arrived = performance.now() - committedAt;
      await client.look({ repository: ours, wait: true });
      if (round < 0) continue;
      fetches.push(fetched);
      looks.push(looked);
      pushes.push(pushed);
      arrivals.push(arrived);
      process.stderr.write(`\rround ${round + 1} of ${ROUNDS}`);
    }
    process.stderr.write("\n");
    const row = (name: string, limit: readonly number[], measured: readonly number[]): string[] => {
      const [peer, own] = [summarise(limit), summarise(measured)];
      return [
        name,
        ms(peer.median),
        ms(own.median),
        `${ms(own.p10)} .. ${ms(own.p90)}`,
        (own.median / peer.median).toFixed(2),
      ];
    };
    return {
      title: "A look, and the way of a commit to its remote",
      text: `Over HTTP on loopback (git http-backend), ${ROUNDS} rounds in turn, milliseconds. A look that finds nothing stands against \`git fetch\` of one ref (target 1.3 times); from the end of a commit until the remote holds it stands against \`git push\` (target 1.3 times plus 20 ms: ${ms(summarise(pushes).median * 1.3 + 20)}).`,
      head: ["what", "bare git", "Hookline", "p10 .. p90", "ratio"],
      rows: [
        row("look that finds nothing / git fetch", fetches, looks),
        row("commit to remote / git push", pushes, arrivals),
      ],
    };
  } finally {
    stage.leave();
    http.end();
  }
}
