import type { Report } from "../report.ts";
import { type Stage, timed } from "../stage.ts";
import { ms, type Summary, summarise } from "../stats.ts";
import { EXIT_ZERO, makeClone, shuffledByAgent, type Variant } from "./hook-variants.ts";

const ROUNDS = 40;

/** A neighbour of a sample this much slower than its usual says that something else was busy. */
const QUIET_SHARE = 1.35;

/** How often a sample is tried again for quiet neighbours. */
const MOST_TRIES = 10;

interface Sampled {
  readonly variant: Variant;
  readonly commits: number[];
  /** Against the mean of the two neighbours. */
  readonly deltas: number[];
}

/**
 * Measures what a hook adds to `git commit --allow-empty`.
 *
 * Each sample stands between two commits without a hook, made in the same way, and counts only if
 * both were quiet. The order of the variants is another in each round, see {@link shuffledByAgent}.
 */
export async function benchOneCommit(stage: Stage, variants: readonly Variant[]): Promise<Report> {
  const bare = bareCommits(stage, makeClone(stage, "none"));
  const all = variants.map((variant): Sampled => ({ variant, commits: [], deltas: [] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { variant, commits, deltas } of shuffledByAgent(all)) {
      await variant.before?.();
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const first = bare.commit(variant);
        const took = commit(stage, variant.repository, variant);
        const last = bare.commit(variant);
        // What was slow counts for the worst case even when it does not count for the delta.
        commits.push(took);
        await variant.after?.();
        if (!bare.wereQuiet(variant, first, last)) continue;
        deltas.push(took - (first + last) / 2);
        break;
      }
    }
    process.stderr.write(`\rone commit: round ${round + 1} of ${ROUNDS}`);
  }
  process.stderr.write("\n");
  return report(bare.usual({}), all);
}

function commit(stage: Stage, repository: string, { inTerminal }: Pick<Variant, "inTerminal">) {
  const words = ["git", "commit", "--allow-empty", "-m", "x"] as const;
  return inTerminal === true
    ? timed(stage, repository, "script", "-qec", words.join(" "), "/dev/null")
    : timed(stage, repository, ...words);
}

/** Commits without a hook, to compare with. */
function bareCommits(stage: Stage, repository: string) {
  const times = { piped: [] as number[], terminal: [] as number[] };
  const timesOf = ({ inTerminal }: Pick<Variant, "inTerminal">): number[] =>
    inTerminal === true ? times.terminal : times.piped;
  const one = (how: Pick<Variant, "inTerminal">): number => {
    const took = commit(stage, repository, how);
    timesOf(how).push(took);
    return took;
  };
  for (let warm = 0; warm < 20; warm += 1) {
    one({});
    one({ inTerminal: true });
  }
  return {
    commit: one,
    usual: (how: Pick<Variant, "inTerminal">) => summarise(timesOf(how)),
    wereQuiet: (how: Pick<Variant, "inTerminal">, ...took: readonly number[]): boolean =>
      took.every((time) => time <= summarise(timesOf(how)).median * QUIET_SHARE),
  };
}

function report(bare: Summary, all: readonly Sampled[]): Report {
  const usual = all.find(({ variant }) => variant.name === EXIT_ZERO)?.deltas ?? [];
  const exitZero = summarise(usual).median;
  const rows = all.map(({ variant, commits, deltas }) => {
    const delta = summarise(deltas);
    const took = summarise(commits);
    return [
      variant.name,
      ms(took.median),
      ms(delta.median),
      `${ms(delta.p10)} .. ${ms(delta.p90)}`,
      ms(delta.median - exitZero),
      ms(took.most),
    ];
  });
  return {
    title: "What a hook adds to a commit",
    text: `\`git commit --allow-empty\` with its output captured, or in a terminal, ${ROUNDS} rounds, milliseconds. Without any hook it takes ${ms(bare.median)}; in a terminal that of the terminal itself is in the second column too. Target: at most 2 over \`exit 0\`, at most 10 with feedback (in a terminal), and no commit above 100.`,
    head: ["hook", "commit", "added", "p10 .. p90", "over `exit 0`", "slowest commit"],
    rows,
  };
}
