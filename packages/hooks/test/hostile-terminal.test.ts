import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { absolutePath, type HookEvent } from "@hookline/core/client";
import { expect, test } from "vitest";
import { BACKGROUND, type Condition, type Stage, WARNING } from "./hostile/condition.ts";
import { openGround } from "./hostile/ground.ts";
import { build, hostileSuite } from "./hostile/hostile-suite.ts";
import { inTerminal, NO_TERMINAL } from "./hostile/in-terminal.ts";
import { reply } from "./hostile/lying-server.ts";
import { LIES, SYNCED } from "./hostile/moods.ts";
import { killedAgent, stoppedAgent } from "./hostile/other-servers.ts";
import { clientThat, HANGS, netcat, watch, withGate } from "./hostile/stand-ins.ts";
import { shellsHere } from "./shells.ts";

/** The agent as it should be. */
const agent = reply("200 OK", `${SYNCED}\n`);

/** Only the hooks of commits and merges speak to people. */
const commitsSay =
  (...texts: readonly string[]) =>
  (event: HookEvent): readonly string[] =>
    event === "post-commit" || event === "post-merge" ? texts : [""];

const background = commitsSay(BACKGROUND);

/** As patient as a hook can be, so that a busy machine answers in time. */
const patient = { waitMs: 2000 } as const;

const lies: readonly Condition[] = LIES.map(({ when, mood, shown = [BACKGROUND], hangs }) => ({
  when,
  agent: mood,
  says: commitsSay(...shown),
  settings: hangs === true ? {} : patient,
}));

/** Netcat leaves the reading to us: the status, the head, the end. A third of the lies will do. */
const forNetcat = (_lie: Condition, n: number): boolean => n % 3 === 0;

const everywhere: readonly Condition[] = [
  { when: "the agent is well", agent, settings: patient, says: commitsSay(`${SYNCED}\n`) },
  ...lies,
  ...lies
    .filter(forNetcat)
    .map((lie) => ({ ...lie, when: `${lie.when} to netcat`, client: netcat })),
  { when: "the agent is stopped", prepare: stoppedAgent, says: background },
  { when: "the agent was killed", prepare: killedAgent, says: background },
  { when: "there is no agent", says: background },
  {
    when: "there is neither agent nor runner",
    prepare: ({ runner }) => rm(runner),
    says: commitsSay(WARNING),
  },
  {
    when: "there is no agent and the last runner could not begin",
    prepare: ({ home }) => writeFile(join(home, "runner.broken"), ""),
    says: commitsSay(WARNING),
  },
  { when: "there is no agent and fallback is queue", settings: { fallback: "queue" } },
  {
    when: "the spool is gone",
    agent,
    prepare: ({ spool }) => rm(spool, { recursive: true }),
    record: "none",
    says: [WARNING],
  },
  {
    when: "the client is gone",
    agent,
    client: () => ({ kind: "curl", program: absolutePath("/nowhere/curl") }),
    says: background,
  },
  {
    when: "the client prints noise",
    agent,
    client: clientThat("echo wrong; echo wrong >&2; exit 3"),
    says: background,
  },
  { when: "the client crashes", agent, client: clientThat("kill -SEGV $$"), says: background },
  {
    when: "the client hangs",
    agent,
    client: clientThat(HANGS, watch),
    prepare: withGate,
    says: background,
  },
  {
    when: "the client hangs and heeds no signal",
    agent,
    client: clientThat(`trap '' HUP TERM INT PIPE; ${HANGS}`, watch),
    prepare: withGate,
    says: background,
  },
  {
    when: "the client answers and hangs then",
    agent,
    client: clientThat(`echo '${SYNCED}'; ${HANGS}`, watch),
    prepare: withGate,
    says: commitsSay(BACKGROUND, `${SYNCED}\n`),
  },
  {
    when: "PATH is empty",
    agent,
    settings: patient,
    env: (world) => ({ ...world.env, PATH: "" }),
    says: commitsSay(`${SYNCED}\n`),
  },
  {
    when: "SIGPIPE and SIGCHLD are ignored",
    agent,
    settings: patient,
    script: `trap '' PIPE CHLD; exec "$@"`,
    says: commitsSay(`${SYNCED}\n`, BACKGROUND),
  },
  { when: "CI is set", agent, env: (world) => ({ ...world.env, CI: "1" }) },
  { when: "TERM is dumb", agent, env: (world) => ({ ...world.env, TERM: "dumb" }) },
  { when: "waitMs is 0", agent, settings: { waitMs: 0 } },
  {
    when: "git goes on through a list",
    agent,
    prepare: ({ repo }) => mkdir(join(repo, ".git", "sequencer")),
  },
  {
    when: "stdout is closed",
    agent,
    settings: patient,
    script: 'exec "$@" >&-',
    says: commitsSay(`${SYNCED}\n`),
  },
  { when: "the terminal is gone", agent, script: 'exec "$@" 2>&-' },
  ...(["there is no agent", "the agent was killed"] as const).flatMap((when): Condition[] => {
    const settings = { fallback: "wait" } as const;
    const dead = when === "there is no agent" ? undefined : killedAgent;
    const wait = { settings, says: background };
    return [
      { when: `${when} and it is waited for`, ...wait, prepare: async (world) => dead?.(world) },
      {
        when: `${when} and the runner that is waited for hangs`,
        ...wait,
        prepare: async (world, stage) => {
          await withGate(world, stage);
          await writeFile(world.runner, `cd '${world.root}' && ${HANGS}\n`);
          await dead?.(world);
        },
      },
      {
        when: `${when} and the runner that is waited for is broken`,
        ...wait,
        prepare: async (world) => {
          await writeFile(world.runner, "if (\n");
          await dead?.(world);
        },
      },
      {
        when: `${when}, it is waited for, and PATH is empty`,
        ...wait,
        prepare: async (world) => dead?.(world),
        env: (world) => ({ ...world.env, PATH: "" }),
      },
    ];
  }),
];

const conditions = everywhere.map((condition) => ({ ...condition, leftOut: NO_TERMINAL }));

hostileSuite("hooks in a terminal", conditions, { runHook: inTerminal });

/** How often a busy machine may be too slow for a commit that should take a tenth of a second. */
const ATTEMPTS = 20;
/** Between that and the two seconds that a client in the background may take. */
const SOON_MS = 1000;

const ground = openGround();

test.skipIf(NO_TERMINAL !== undefined)(
  "a hung agent costs what waitMs says, not more",
  async () => {
    const [shell] = shellsHere("the patience of hooks");
    if (shell === undefined) return;
    const hung: Condition = { when: "the agent never answers", agent: () => {} };
    let fastestMs = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < ATTEMPTS && fastestMs >= SOON_MS; attempt++) {
      const stage: Stage = { ground, shell, event: "post-commit" };
      const world = await build(hung, stage);
      const begun = performance.now();
      await inTerminal(world, stage, hung);
      fastestMs = Math.min(fastestMs, performance.now() - begun);
    }
    expect(fastestMs).toBeLessThan(SOON_MS);
  },
);
