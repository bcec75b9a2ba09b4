import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { hookBlock } from "../src/script/hook-block.ts";
import { type Condition, WARNING } from "./hostile/condition.ts";
import { hostileSuite } from "./hostile/hostile-suite.ts";
import { reply } from "./hostile/lying-server.ts";
import { SYNCED } from "./hostile/moods.ts";
import { findProgram } from "./shells.ts";

const agent = reply("200 OK", `${SYNCED}\n`);

/** The hook is a part of somebody else's, which does `first` and must come to its own end. */
const inside = (first: string): Pick<Condition, "prepare" | "afterwards"> => ({
  prepare: async (world, { event }) => {
    const hook = join(world.repo, ".git", "hooks", event);
    const last = `: >'${world.proof}.end'\n`;
    const text = `#!/bin/sh\n${first}\n${hookBlock(event, world.script)}${last}`;
    await writeFile(hook, text, { mode: 0o755 });
  },
  afterwards: async ({ proof }) => {
    expect(await stat(`${proof}.end`)).toMatchObject({ size: 0 });
  },
});

/** What other people's hooks begin with. */
const FOREIGN: readonly (readonly [what: string, first: string])[] = [
  ["stops at every failure", "set -e"],
  ["stops at every unset variable", "set -u"],
  ["is as strict as can be", "set -euCf; (set -o pipefail) 2>/dev/null && set -o pipefail || :"],
  ["overwrites no file", "set -C"],
  ["expands no pattern", "set -f"],
  ["exports everything", "set -a"],
  ["has a trap for its end", "trap ':' EXIT"],
  ["has a trap for failures", "trap 'exit 7' ERR 2>/dev/null || :; set -E 2>/dev/null || :"],
  ["has an odd IFS", "IFS=0123456789/"],
  ["has an empty IFS", "IFS="],
  ["has no PATH", "unset PATH"],
  ["has arguments of its own", "set -- -n '*' \"a b\" ''"],
  ["has functions of our names", "read() { return 1; }; kill() { return 1; }; sleep() { :; }"],
  ["has variables of our names", "hookline_line=x hookline_ms=y hookline_fd='*'"],
  ["has closed everything", "exec <&- >&- 2>&-"],
  ["has opened descriptors", "exec 3</dev/null 4>/dev/null 9</dev/null"],
  ["has a job in the background", "sleep 0 &"],
  ["ignores signals", "trap '' HUP INT TERM PIPE CHLD"],
  ["has a strange umask", "umask 0777"],
];

const limit = (limits: string, then = 'exec "$@"') => `${limits} && ${then}`;

const alone: readonly Condition[] = [
  { when: "stdin is closed", script: 'exec "$@" <&-' },
  { when: "stdin is a folder", script: 'exec "$@" </' },
  { when: "stdin has ended", script: 'exec "$@" </dev/null' },
  { when: "stdout is closed", script: 'exec "$@" >&-' },
  { when: "stdout is a full disk", script: 'exec "$@" >/dev/full' },
  { when: "stderr is closed", script: 'exec "$@" 2>&-' },
  { when: "stderr is a full disk", script: 'exec "$@" 2>/dev/full' },
  { when: "stdout and stderr are one", script: 'exec "$@" 2>&1' },
  { when: "all three are closed", script: 'exec "$@" <&- >&- 2>&-' },
  {
    when: "no descriptor is open at all",
    script: 'exec "$@" 9>&- 8>&- 7>&- 6>&- 5>&- 4>&- 3>&- <&- >&- 2>&-',
  },
  { when: "nobody reads stderr any more", script: '(exec "$@") 2>&1 | :' },
  { when: "SIGPIPE is ignored", script: `trap '' PIPE; exec "$@"` },
  { when: "SIGCHLD is ignored", script: `trap '' CHLD; exec "$@"` },
  {
    when: "every signal is ignored",
    script: `trap '' HUP INT QUIT TERM PIPE CHLD ALRM USR1 XFSZ; exec "$@"`,
  },
  { when: "a caller waits on descriptor 12", pipes: [0, 1, 2, 12] },
  {
    when: "a caller waits on descriptors 10 to 30",
    pipes: [0, 1, 2, ...Array.from({ length: 21 }, (_, n) => n + 10)],
  },
  { when: "git gives more arguments", script: `exec "$@" 'a b' '*' '' -n -- '$(id)'` },
  {
    when: "git gives very many arguments",
    script: 'i=0; while [ $i -lt 2000 ]; do set -- "$@" "$i"; i=$((i+1)); done; exec "$@"',
  },
  { when: "no file may grow", script: limit("ulimit -f 0"), record: "hint", says: [WARNING] },
  {
    when: "no file may grow, which is no signal",
    script: limit("trap '' XFSZ; ulimit -f 0"),
    record: "hint",
    says: [WARNING],
  },
  {
    when: "no process may be started",
    byOther: true,
    script: 'exec prlimit --nproc=1 "$@"',
    leftOut: findProgram("prlimit") === undefined ? "there is no prlimit" : undefined,
    beyond: {
      shells: ["bash", "bash --posix"],
      why: "it tries to fork for 15 s, says so, and gives up",
    },
    shellLines: 1,
  },
  { when: "memory is short", script: limit("ulimit -v 60000") },
  { when: "there are few descriptors", script: limit("ulimit -n 16"), pipes: [0, 1, 2] },
  ...FOREIGN.map(([what, first]) => ({ when: `the hook around it ${what}`, ...inside(first) })),
];

/** Without an agent less happens, but something is started too. */
const mayHangOn = /descriptor|process|SIGCHLD|strict/;

const conditions = alone.flatMap((condition): Condition[] => {
  const withAgent = { ...condition, when: `${condition.when} and an agent runs`, agent };
  return mayHangOn.test(condition.when) ? [condition, withAgent] : [withAgent];
});

hostileSuite("hooks in a hostile shell", conditions);
