import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { findHome, openClient } from "@hookline/core/client";
import type { Report } from "./report.ts";
import { makeRemote, type Stage, serveHttp, setStage } from "./stage.ts";

/** How many repositories an agent has, in turn. */
const COUNTS = [1, 10, 100] as const;

/** Five minutes; `BENCH_MINUTES` shortens it while working on the bench itself. */
const MINUTES = Number(process.env["BENCH_MINUTES"] ?? 5);

/** Clock ticks of `/proc/<pid>/stat` in a second (sysconf(_SC_CLK_TCK), 100 on every Linux). */
const TICKS_PER_SECOND = 100;

/** Measures what an agent costs that has nothing to do, at the default `syncInterval`. Linux only. */
export async function benchIdle(): Promise<Report> {
  const rows: string[][] = [];
  for (const count of COUNTS) rows.push(await idleWith(count));
  return {
    title: "An idle agent",
    text: `An agent whose repositories are in step with remotes over HTTP on loopback, \`syncInterval\` 30 s, over ${MINUTES} minutes each, read from \`/proc\`. Processor time is the agent's own, and with that of the git processes it ran, as a share of one core; wake-ups are voluntary context switches of all its threads. Memory is the proportional set size and the private part of it. Budget for ten repositories: 50 MB and 0.1 % of a core.`,
    head: ["repositories", "own CPU", "with git's", "wake-ups per second", "PSS", "private"],
    rows,
  };
}

async function idleWith(count: number): Promise<string[]> {
  const stage = setStage();
  const http = await serveHttp(stage);
  try {
    makeRemote(stage, "remote.git");
    for (let index = 0; index < count; index += 1) {
      stage.git(stage.root, "clone", "--quiet", http.url("remote.git"), `r${index}`);
      stage.hookline("add", stage.path(`r${index}`));
    }
    stage.hookline("start", "--detach");
    await everyRepositoryRests(stage);
    const pid = agentPid(stage);
    const before = costs(pid);
    const begunAt = performance.now();
    process.stderr.write(`${count} repositories, ${MINUTES} minutes …\n`);
    await sleep(MINUTES * 60_000);
    const after = costs(pid);
    const seconds = (performance.now() - begunAt) / 1000;
    const share = (ticks: number): string =>
      `${((100 * ticks) / TICKS_PER_SECOND / seconds).toFixed(2)} %`;
    return [
      String(count),
      share(after.ownTicks - before.ownTicks),
      share(after.allTicks - before.allTicks),
      ((after.wakeUps - before.wakeUps) / seconds).toFixed(1),
      ...memory(pid),
    ];
  } finally {
    stage.leave();
    http.end();
  }
}

async function everyRepositoryRests(stage: Stage): Promise<void> {
  const client = openClient(findHome(stage.env));
  for (;;) {
    const status = await client.status();
    if (status.kind !== "ok") throw new Error(`the agent is ${status.kind}`);
    if (status.value.repositories.every(({ lastSuccessAt }) => lastSuccessAt !== null)) return;
    await sleep(100);
  }
}

function agentPid(stage: Stage): number {
  return Number(readFileSync(findHome(stage.env).pid, "utf8"));
}

/** Reads proc(5): the fields of `stat` behind the name in parentheses, and every thread's switches. */
function costs(pid: number) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
  const wakeUps = readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const status = readFileSync(`/proc/${pid}/task/${thread}/status`, "utf8");
    return sum + Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1] ?? 0);
  }, 0);
  const ownTicks = user + system;
  return { ownTicks, allTicks: ownTicks + childUser + childSystem, wakeUps };
}

function memory(pid: number): string[] {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const kib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(rollup)?.[1] ?? 0);
  const shown = (size: number): string => `${Math.round(size / 1024)} MB`;
  return [shown(kib("Pss")), shown(kib("Private_Clean") + kib("Private_Dirty"))];
}
