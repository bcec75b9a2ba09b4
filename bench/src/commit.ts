import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findHome, openClient } from "@hookline/core/client";
import type { Report } from "./report.ts";
import { makeRemote, type Stage, setStage, timed } from "./stage.ts";
import { ms, shuffled, summarise } from "./stats.ts";
import { untilRefHolds } from "./wait.ts";

const ROUNDS = 60;

/** A neighbour of a sample this much slower than its usual says that something else was busy. */
const QUIET_SHARE = 1.35;

const MODULES = join(import.meta.dirname, "..", "node_modules");

interface Variant {
  readonly name: string;
  readonly repository: string;
  /** Called before and after each sample, outside the measurement. */
  readonly before?: () => Promise<void> | void;
  readonly after?: () => Promise<void> | void;
}

/**
 * Measures what a hook adds to `git commit --allow-empty`.
 *
 * Each sample stands between two commits without a hook and counts only if both were quiet; its
 * delta is against their mean. The order of the variants is another in each round.
 */
export async function benchCommit(): Promise<Report> {
  const stage = setStage();
  try {
    const bare = makeClone(stage, "none");
    const variants = makeVariants(stage);
    const commits = new Map(variants.map(({ name }) => [name, [] as number[]]));
    const deltas = new Map(variants.map(({ name }) => [name, [] as number[]]));
    const bareTimes: number[] = [];
    const commit = (repository: string): number =>
      timed(stage, repository, "git", "commit", "--allow-empty", "-m", "x");
    for (let warm = 0; warm < 20; warm += 1) bareTimes.push(commit(bare));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const variant of shuffled(variants)) {
        await variant.before?.();
        const usual = summarise(bareTimes).median * QUIET_SHARE;
        for (let tries = 0; ; tries += 1) {
          const first = commit(bare);
          const took = commit(variant.repository);
          const last = commit(bare);
          bareTimes.push(first, last);
          await variant.after?.();
          // What was slow counts for the worst case even when it does not count for the delta.
          commits.get(variant.name)?.push(took);
          if (first > usual || last > usual) {
            if (tries < 10) continue;
            break;
          }
          deltas.get(variant.name)?.push(took - (first + last) / 2);
          break;
        }
      }
      process.stderr.write(`\rround ${round + 1} of ${ROUNDS}`);
    }
    process.stderr.write("\n");
    const exitZero = summarise(deltas.get(EXIT_ZERO) ?? []).median;
    const rows = variants.map(({ name }) => {
      const delta = summarise(deltas.get(name) ?? []);
      return [
        name,
        ms(summarise(commits.get(name) ?? []).median),
        ms(delta.median),
        `${ms(delta.p10)} .. ${ms(delta.p90)}`,
        ms(delta.median - exitZero),
        ms(summarise(commits.get(name) ?? []).most),
      ];
    });
    return {
      title: "What a hook adds to a commit",
      text: `\`git commit --allow-empty\` with its output captured, ${ROUNDS} rounds, milliseconds. Without any hook it takes ${ms(summarise(bareTimes).median)}. Target: at most 2 over \`exit 0\`, and no commit above 100.`,
      head: ["hook", "commit", "added", "p10 .. p90", "over `exit 0`", "slowest commit"],
      rows,
    };
  } finally {
    stage.leave();
  }
}

const EXIT_ZERO = "sh, `exit 0`";

function makeVariants(stage: Stage): Variant[] {
  const exitZero = makeClone(stage, "exit-zero");
  writeFileSync(join(exitZero, ".git", "hooks", "post-commit"), "#!/bin/sh\nexit 0\n", {
    mode: 0o755,
  });

  const absent = makeClone(stage, "absent");
  stage.hookline("add", absent);
  const up = makeClone(stage, "up");
  stage.hookline("add", up);

  const husky = makeClone(stage, "husky");
  stage.git(husky, "config", "core.hooksPath", ".git/hooks");
  spawnSync(process.execPath, [join(MODULES, "husky", "bin.js")], { cwd: husky, env: stage.env });
  mkdirSync(join(husky, ".husky"), { recursive: true });
  writeFileSync(join(husky, ".husky", "post-commit"), "true\n");

  const lefthook = makeClone(stage, "lefthook");
  writeFileSync(
    join(lefthook, "lefthook.yml"),
    "output: false\npost-commit:\n  commands:\n    nothing:\n      run: true\n",
  );
  const lefthookEnv = { ...stage.env, PATH: `${join(MODULES, ".bin")}:${stage.env["PATH"]}` };
  spawnSync(join(MODULES, ".bin", "lefthook"), ["install"], { cwd: lefthook, env: lefthookEnv });

  const agent = agentSwitch(stage);
  return [
    { name: EXIT_ZERO, repository: exitZero },
    {
      name: "Hookline, agent up",
      repository: up,
      before: agent.up,
      after: () => arrived(stage, up),
    },
    {
      name: "Hookline, agent stopped (SIGSTOP)",
      repository: up,
      before: agent.freeze,
      after: agent.thaw,
    },
    { name: "Hookline, no agent", repository: absent, before: agent.down },
    { name: "husky 9, `true`", repository: husky, before: agent.down },
    { name: "lefthook 2, `true`", repository: lefthook, before: agent.down },
  ];
}

/** Brings the agent into the state that a sample wants. */
function agentSwitch(stage: Stage) {
  const client = openClient(findHome(stage.env));
  let pid: number | undefined;
  const up = async (): Promise<void> => {
    if (pid !== undefined) return;
    stage.hookline("start", "--detach");
    stage.hookline("sync", "--all", "--wait");
    const health = await client.health();
    pid = health.kind === "ok" ? health.value.pid : undefined;
  };
  return {
    up,
    down: (): void => {
      if (pid !== undefined) stage.hookline("stop");
      pid = undefined;
    },
    freeze: async (): Promise<void> => {
      await up();
      if (pid !== undefined) process.kill(pid, "SIGSTOP");
    },
    thaw: (): void => {
      if (pid !== undefined) process.kill(pid, "SIGCONT");
    },
  };
}

/** The next sample begins when the agent is done with this one. */
async function arrived(stage: Stage, repository: string): Promise<void> {
  const remote = stage.git(repository, "remote", "get-url", "origin");
  await untilRefHolds(
    join(remote, "refs", "heads", "main"),
    stage.git(repository, "rev-parse", "HEAD"),
  );
}

function makeClone(stage: Stage, name: string): string {
  const remote = makeRemote(stage, `${name}.git`);
  const repository = stage.path(name);
  stage.git(stage.root, "clone", "--quiet", remote, repository);
  return repository;
}
