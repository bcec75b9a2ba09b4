import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../report.ts";
import { type Stage, timed } from "../stage.ts";
import { ms, summarise } from "../stats.ts";
import { makeClone, shuffledByAgent, type Variant } from "./hook-variants.ts";

/** How often the rebase and the large commit are measured. */
const ROUNDS = 3;

const PICKS = 100;
const COMMITS = 1000;
const FILES = 10_000;

/** What one variant took, in milliseconds. */
interface Long {
  readonly variant: Variant;
  readonly rebase: number[];
  readonly large: number[];
  /** Each of the commits in a row. */
  readonly row: number[];
}

/** Measures what is long: a rebase of 100 commits, a commit of 10,000 files, 1,000 commits in a row. */
export async function benchManyCommits(
  stage: Stage,
  variants: readonly Variant[],
): Promise<Report> {
  const none: Variant = { name: "no hook", repository: makeClone(stage, "hookless") };
  const all = [none, ...variants.filter(({ isSlow }) => isSlow !== true)].map(
    (variant): Long => ({ variant, rebase: [], large: [], row: [] }),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { variant, rebase, large } of shuffledByAgent(all)) {
      await variant.before?.();
      rebase.push(rebaseOnce(stage, variant));
      large.push(commitMany(stage, variant, round));
      await variant.after?.();
    }
    process.stderr.write(`\rrebases and large commits: round ${round + 1} of ${ROUNDS}`);
  }
  for (const { variant, row } of shuffledByAgent(all)) {
    await variant.before?.();
    for (let count = 0; count < COMMITS; count += 1) {
      row.push(run(stage, variant, "git commit --quiet --allow-empty -m x"));
    }
    await variant.after?.();
    process.stderr.write(`\r${COMMITS} commits in a row: ${variant.name.padEnd(50)}`);
  }
  process.stderr.write("\n");
  return {
    title: "What hooks add to many commits",
    text: `Milliseconds. A rebase of ${PICKS} commits and a commit of ${FILES} files: medians of ${ROUNDS} rounds. ${COMMITS} commits in a row, one process each: all of them, then the 99th percentile and the slowest one. Each in the way of its row, with its output captured or in a terminal.`,
    head: ["hook", `rebase of ${PICKS}`, `${FILES} files`, `${COMMITS} in a row`, "p99", "slowest"],
    rows: all.map(({ variant, rebase, large, row }) => [
      variant.name,
      ms(summarise(rebase).median),
      ms(summarise(large).median),
      ms(row.reduce((sum, one) => sum + one, 0)),
      ms(row.toSorted((a, b) => a - b)[Math.floor(0.99 * row.length)] ?? Number.NaN),
      ms(summarise(row).most),
    ]),
  };
}

/** Moves a topic of 100 commits onto a commit that it does not have. */
function rebaseOnce(stage: Stage, variant: Variant): number {
  const { repository } = variant;
  const git = (...args: readonly string[]): string => stage.git(repository, ...args);
  const quiet = ["-c", "core.hooksPath=/dev/null"];
  if (git("branch", "--list", "topic-start") === "") {
    const base = git("rev-parse", "HEAD");
    let tip = base;
    const tree = git("rev-parse", "HEAD^{tree}");
    for (let pick = 0; pick < PICKS; pick += 1) {
      writeFileSync(join(repository, "picked"), `${pick}\n`);
      const blob = git("hash-object", "-w", "picked");
      const next = mktree(git, tree, blob);
      tip = git("commit-tree", next, "-p", tip, "-m", `pick ${pick}`);
    }
    git("branch", "topic-start", tip);
    git("branch", "onto", git("commit-tree", tree, "-p", base, "-m", "onto"));
    git(...quiet, "clean", "--quiet", "-f", "picked");
  }
  const branch = git("rev-parse", "--abbrev-ref", "HEAD");
  git(...quiet, "checkout", "--quiet", "-B", "topic", "topic-start");
  const took = run(stage, variant, "git rebase --quiet onto");
  git(...quiet, "checkout", "--quiet", branch);
  return took;
}

function mktree(git: (...args: readonly string[]) => string, tree: string, blob: string): string {
  git("read-tree", tree);
  git("update-index", "--add", "--cacheinfo", `100644,${blob},picked`);
  const next = git("write-tree");
  git("read-tree", "HEAD");
  return next;
}

function commitMany(stage: Stage, variant: Variant, round: number): number {
  const folder = join(variant.repository, "many");
  mkdirSync(folder, { recursive: true });
  for (let file = 0; file < FILES; file += 1) {
    writeFileSync(join(folder, `file-${file}`), `${variant.name} ${round} ${file}\n`);
  }
  stage.git(variant.repository, "add", "many");
  return run(stage, variant, "git commit --quiet -m many");
}

function run(stage: Stage, { repository, inTerminal }: Variant, command: string): number {
  return inTerminal === true
    ? timed(stage, repository, "script", "-qec", command, "/dev/null")
    : timed(stage, repository, "sh", "-c", `exec ${command}`);
}
