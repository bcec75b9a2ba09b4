import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CHEAP_START, runChildEngine } from "./child-engine.ts";
import { type EngineReport, runEngine } from "./engine.ts";
import { gitShim } from "./git-shim.ts";
import type { Trial } from "./judge.ts";

/** Why no system call can be tampered with here; undefined where it can. */
export const NO_STRACE =
  spawnSync("strace", ["-qq", "-o", "/dev/null", "true"]).status === 0
    ? undefined
    : "strace is missing or not allowed";

/** What a process asks of the system that leaves something behind. */
const TELLING = [
  "write",
  "pwrite64",
  "openat",
  "rename",
  "renameat2",
  "link",
  "linkat",
  "symlink",
  "unlink",
  "unlinkat",
  "mkdir",
  "rmdir",
  "chmod",
  "ftruncate",
  "fsync",
  "fdatasync",
] as const;

/** Those for which a disk needs room, or must do something. */
const REFUSABLE: ReadonlySet<string> = new Set([
  "write",
  "pwrite64",
  "openat",
  "mkdir",
  "symlink",
  "fsync",
  "fdatasync",
]);

/** One system call of one process: the n-th of its kind that the process makes. */
export interface CallPoint {
  readonly call: string;
  readonly nth: number;
  /** Which git that the engine starts, and the programs that this git starts; 0 is the engine. */
  readonly process: number;
  /** Whether a disk can refuse it, and only this one: a pipe, for instance, is on no disk. */
  readonly isRefusable: boolean;
}

/** What is done at a system call: strace's words for it. */
export type Fault = "signal=KILL" | "error=EIO" | "error=ENOSPC";

/** Runs the engine undisturbed and lists the system calls of every git that it starts. */
export async function callsOfGit({ world, work }: Trial): Promise<readonly CallPoint[]> {
  const traces = tracesOf(world);
  const shim = gitShim(world, `exec ${strace(join(traces, "$n"), TELLING)} "$GIT" "$@"`);
  await runEngine({ ...world, work, programs: shim.programs });
  const names = readdirSync(traces).toSorted((one, other) => Number(one) - Number(other));
  return names.flatMap((name) =>
    pointsIn(readFileSync(join(traces, name), "utf8")).map((point) => ({
      ...point,
      process: Number(name),
    })),
  );
}

/** As {@link callsOfGit}, of the engine itself in a process of its own. */
export async function callsOfEngine(trial: Trial): Promise<readonly CallPoint[]> {
  const file = join(tracesOf(trial.world), "engine");
  const under = `${strace(file, OF_ENGINE)} ${WITHOUT_GIT}`.split(" ");
  await runChildEngine(trial, gitShim(trial.world), under);
  return pointsIn(readFileSync(file, "utf8")).map((point) => ({ ...point, process: 0 }));
}

/** Node writes to pipes, and opens its modules, at its own pace: these are not the same in each run. */
const OF_ENGINE = TELLING.filter((call) => call !== "write" && call !== "openat");

/** git's calls are its own matter. */
const WITHOUT_GIT = "--detach-on=execve";

/** As {@link callsOfGit}, of any program, what it says included; it must not end on its own account. */
export function callsOfProgram(argv: readonly string[], trace: string): readonly CallPoint[] {
  const [program = "", ...args] = [...strace(trace, TELLING).split(" "), ...argv];
  const { status } = spawnSync(program, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: CHEAP_START,
  });
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}`);
  return pointsIn(readFileSync(trace, "utf8")).map((point) => ({ ...point, process: 0 }));
}

/** Runs any program while one of its system calls goes wrong. */
export function runWithFaultInProgram(argv: readonly string[], point: CallPoint, fault: Fault) {
  const words = strace("/dev/null", [point.call], inject(point, fault)).split(" ");
  const [program = "", ...args] = [...words, ...argv];
  return spawnSync(program, args, { encoding: "utf8", env: CHEAP_START });
}

/** Runs the engine in this process while one system call of one git goes wrong. */
export function runWithFaultInGit(
  { world, work }: Trial,
  point: CallPoint,
  fault: Fault,
): Promise<EngineReport> {
  const harm = `exec ${strace("/dev/null", [point.call], inject(point, fault))} "$GIT" "$@"`;
  const { programs } = gitShim(world, harm, point.process);
  return runEngine({ ...world, work, programs });
}

/** Runs the engine in a process of its own while one of its system calls goes wrong. */
export function runWithFaultInEngine(trial: Trial, point: CallPoint, fault: Fault) {
  const words = `${strace("/dev/null", [point.call], inject(point, fault))} ${WITHOUT_GIT}`;
  return runChildEngine(trial, gitShim(trial.world), words.split(" "));
}

function strace(output: string, calls: readonly string[], fault = ""): string {
  return `strace -f -qq -o ${output} -e trace=${calls.join(",")}${fault}`;
}

function inject({ call, nth }: CallPoint, fault: Fault): string {
  return ` -e inject=${call}:${fault}:when=${nth}`;
}

function tracesOf({ path }: Trial["world"]): string {
  const folder = path("traces");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  return folder;
}

/**
 * Reads what strace saw. It counts the calls of each process by themselves, so a point stands for
 * the n-th call of the first process that makes so many.
 */
function pointsIn(trace: string): Omit<CallPoint, "process">[] {
  const counts = new Map<string, number>();
  const points = new Map<string, Omit<CallPoint, "process">>();
  const seen = new Set<string>();
  for (const line of trace.split("\n")) {
    const [, pid, call] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    if (pid === undefined || call === undefined) continue;
    const nth = (counts.get(`${pid} ${call}`) ?? 0) + 1;
    counts.set(`${pid} ${call}`, nth);
    const name = `${call} ${nth}`;
    const isAmbiguous = seen.has(name);
    seen.add(name);
    const isTelling = call !== "openat" || line.includes("O_CREAT");
    const isOnDisk = REFUSABLE.has(call) && isTelling && !/^\d+ +write\([12],/.test(line);
    if (isAmbiguous && points.has(name)) points.set(name, { call, nth, isRefusable: false });
    // Opening to read leaves nothing behind.
    else if (isTelling) points.set(name, { call, nth, isRefusable: isOnDisk && !isAmbiguous });
  }
  return [...points.values()];
}
