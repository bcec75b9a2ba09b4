import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeRemote, type Stage } from "../stage.ts";
import { shuffled } from "../stats.ts";
import { untilRefHolds } from "../wait.ts";
import type { AgentSwitch } from "./agent-switch.ts";
import { classicHook } from "./classic-hook.ts";

/** One way to have, or not to have, a hook. */
export interface Variant {
  readonly name: string;
  readonly repository: string;
  /** Commits in a terminal, where a hook may wait for a line to show. */
  readonly inTerminal?: true;
  /** Wants the agent up; the others want it down. */
  readonly withAgent?: true;
  /** Takes a tenth of a second each time: left out where there are many commits. */
  readonly isSlow?: true;
  /** Called before and after each sample, outside the measurement. */
  readonly before?: () => Promise<void> | void;
  readonly after?: () => Promise<void> | void;
}

/** The variant that stands for a hook that costs as little as one can. */
export const EXIT_ZERO = "sh, `exit 0`";

/** The variant of the usual case. */
const AGENT_UP = "Hookline, agent up";

const MODULES = join(import.meta.dirname, "..", "..", "node_modules");

/** Debian's; a version manager's shim in front of it would cost three times as much. */
const PYTHON = "/usr/bin/python3";

/** Puts variants in another order each time, those with the agent behind the others: it starts slowly. */
export function shuffledByAgent<Item extends { readonly variant: Variant }>(
  items: readonly Item[],
): Item[] {
  const up = (withAgent: boolean): Item[] =>
    shuffled(items.filter(({ variant }) => (variant.withAgent === true) === withAgent));
  return [...up(false), ...up(true)];
}

/** Makes a repository for each hook, with a remote beside it. */
export async function makeVariants(stage: Stage, agent: AgentSwitch): Promise<Variant[]> {
  const hookless = { before: agent.down };
  return [
    { name: EXIT_ZERO, repository: exitZero(stage), ...hookless },
    ...ours(stage, agent),
    { name: "husky 9, `true`", repository: husky(stage), ...hookless },
    { name: "lefthook 2, `true`", repository: lefthook(stage), ...hookless },
    ...preCommit(stage).map((repository) => ({
      name: "pre-commit, `true`",
      repository,
      isSlow: true as const,
      ...hookless,
    })),
    ...(existsSync(PYTHON) ? [await classicHook(stage, PYTHON, makeClone(stage, "classic"))] : []),
  ];
}

function ours(stage: Stage, agent: AgentSwitch): Variant[] {
  const add = (name: string): string => {
    const repository = makeClone(stage, name);
    stage.hookline("add", repository);
    return repository;
  };
  const [up, told, absent, queued] = [add("up"), add("told"), add("absent"), add("queued")];
  stage.git(queued, "config", "hookline.fallback", "queue");
  stage.hookline("add", queued);
  const frozen = {
    repository: up,
    withAgent: true as const,
    before: agent.freeze,
    after: () => {
      agent.thaw();
      return arrived(stage, up);
    },
  };
  return [
    {
      name: AGENT_UP,
      withAgent: true,
      repository: up,
      before: agent.up,
      after: () => arrived(stage, up),
    },
    {
      name: "Hookline, agent up, in a terminal",
      repository: told,
      inTerminal: true,
      withAgent: true,
      before: agent.up,
      after: () => arrived(stage, told),
    },
    { name: "Hookline, agent stopped (SIGSTOP)", ...frozen },
    { name: "Hookline, agent stopped, in a terminal", ...frozen, inTerminal: true },
    { name: "Hookline, no agent, `queue`", repository: queued, before: agent.down },
    {
      name: "Hookline, no agent, `detach`",
      repository: absent,
      before: agent.down,
      after: () => arrived(stage, absent),
    },
  ];
}

/** The next sample begins when the agent is done with this one. */
async function arrived(stage: Stage, repository: string): Promise<void> {
  const remote = stage.git(repository, "remote", "get-url", "origin");
  await untilRefHolds(
    join(remote, "refs", "heads", "main"),
    stage.git(repository, "rev-parse", "HEAD"),
  );
}

/** Makes a repository with a remote of its own. */
export function makeClone(stage: Stage, name: string): string {
  const remote = makeRemote(stage, `${name}.git`);
  const repository = stage.path(name);
  stage.git(stage.root, "clone", "--quiet", remote, repository);
  return repository;
}

function exitZero(stage: Stage): string {
  const repository = makeClone(stage, "exit-zero");
  const hook = join(repository, ".git", "hooks", "post-commit");
  writeFileSync(hook, "#!/bin/sh\nexit 0\n", { mode: 0o755 });
  return repository;
}

function husky(stage: Stage): string {
  const cwd = makeClone(stage, "husky");
  spawnSync(process.execPath, [join(MODULES, "husky", "bin.js")], { cwd, env: stage.env });
  mkdirSync(join(cwd, ".husky"), { recursive: true });
  writeFileSync(join(cwd, ".husky", "post-commit"), "true\n");
  return cwd;
}

function lefthook(stage: Stage): string {
  const cwd = makeClone(stage, "lefthook");
  writeFileSync(
    join(cwd, "lefthook.yml"),
    "output: false\npost-commit:\n  commands:\n    nothing:\n      run: true\n",
  );
  const env = { ...stage.env, PATH: `${join(MODULES, ".bin")}:${stage.env["PATH"]}` };
  spawnSync(join(MODULES, ".bin", "lefthook"), ["install"], { cwd, env });
  return cwd;
}

/** Debian's pre-commit, where it is installed; none otherwise. */
function preCommit(stage: Stage): string[] {
  const program = "/usr/bin/pre-commit";
  if (!existsSync(program)) return [];
  const cwd = makeClone(stage, "pre-commit");
  writeFileSync(
    join(cwd, ".pre-commit-config.yaml"),
    "repos:\n- repo: local\n  hooks:\n  - id: nothing\n    name: nothing\n    language: system\n    entry: 'true'\n    stages: [post-commit]\n    always_run: true\n",
  );
  stage.git(cwd, "add", ".pre-commit-config.yaml");
  stage.git(cwd, "commit", "--quiet", "-m", "pre-commit");
  spawnSync(program, ["install", "--hook-type", "post-commit"], { cwd, env: stage.env });
  return [cwd];
}
