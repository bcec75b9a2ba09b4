import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findHome, openClient } from "@hookline/core/client";
import type { Report } from "./report.ts";
import { makeRemote, type Stage, setStage, timed } from "./stage.ts";
import { ms, summarise } from "./stats.ts";

/** Files in the work tree. */
const SIZES = [1000, 20_000, 100_000] as const;
const ROUNDS = 15;
const FILES_IN_A_FOLDER = 100;

/** Measures looks against the size of a repository: one that finds nothing, and one that takes a commit. */
export async function benchSize(): Promise<Report> {
  const rows: string[][] = [];
  for (const files of SIZES) rows.push(await lookAtSize(files));
  return {
    title: "A look, and the size of the repository",
    text: `A remote on the same disk, ${ROUNDS} rounds in turn, milliseconds (medians). A look that finds nothing stands against \`git fetch\` of one ref; one that takes a commit of one file stands against \`git pull --ff-only\`.`,
    head: ["files", "git fetch", "look, nothing", "git pull", "look, takes one"],
    rows,
  };
}

async function lookAtSize(files: number): Promise<string[]> {
  const stage = setStage();
  try {
    const remote = makeRemote(stage, "remote.git");
    for (const name of ["writer", "bare", "ours"])
      stage.git(stage.root, "clone", "--quiet", remote, name);
    const writer = stage.path("writer");
    fill(stage, writer, files);
    stage.git(stage.path("bare"), "pull", "--quiet");
    stage.git(stage.path("ours"), "pull", "--quiet");
    stage.hookline("add", stage.path("ours"));
    stage.hookline("start", "--detach");
    const client = openClient(findHome(stage.env));
    const look = async (): Promise<number> => {
      const begunAt = performance.now();
      const answer = await client.look({ repository: stage.path("ours"), wait: true });
      if (answer.kind !== "ok") throw new Error(`the agent is ${answer.kind}`);
      const status = answer.value.results[0]?.status;
      if (status?.state !== "up-to-date") throw new Error(JSON.stringify(status));
      return performance.now() - begunAt;
    };
    const fetches: number[] = [];
    const nothings: number[] = [];
    const pulls: number[] = [];
    const takings: number[] = [];
    for (let round = -2; round < ROUNDS; round += 1) {
      const fetched = timed(
        stage,
        stage.path("bare"),
        "git",
        "fetch",
        "--quiet",
        "--no-tags",
        "origin",
        "+refs/heads/main:refs/remotes/origin/main",
      );
      const nothing = await look();
      writeFileSync(join(writer, "d0", "f0.txt"), `round ${round}\n`);
      stage.git(writer, "commit", "--quiet", "-am", "x");
      stage.git(writer, "push", "--quiet");
      const pulled = timed(stage, stage.path("bare"), "git", "pull", "--quiet", "--ff-only");
      const takes = await look();
      if (round < 0) continue;
      fetches.push(fetched);
      nothings.push(nothing);
      pulls.push(pulled);
      takings.push(takes);
      process.stderr.write(`\r${files} files, round ${round + 1} of ${ROUNDS}`);
    }
    process.stderr.write("\n");
    const median = (values: readonly number[]): string => ms(summarise(values).median);
    return [String(files), ...[fetches, nothings, pulls, takings].map(median)];
  } finally {
    stage.leave();
  }
}

function fill(stage: Stage, repository: string, files: number): void {
  for (let index = 0; index < files; index += 1) {
    const folder = join(repository, `d${Math.floor(index / FILES_IN_A_FOLDER)}`);
    if (index % FILES_IN_A_FOLDER === 0) mkdirSync(folder);
    writeFileSync(join(folder, `f${index}.txt`), `file ${index}\n`);
  }
  stage.git(repository, "add", "--all");
  stage.git(repository, "commit", "--quiet", "-m", "fill");
  stage.git(repository, "push", "--quiet");
}
