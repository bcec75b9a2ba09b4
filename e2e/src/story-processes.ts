import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  /** Whether its arguments, environment or current folder name the sandbox. */
  readonly named: boolean;
}

const DEADLINE_MS = 10_000;
const BETWEEN_MS = 20;

/**
 * Ends every process of a sandbox by force, daemons included, and returns what would not end.
 *
 * A process is the sandbox's when it names its folder, or descends from one that does. Read from
 * `/proc`, so on Linux only.
 */
export async function endProcesses(root: string): Promise<readonly string[]> {
  const over = performance.now() + DEADLINE_MS;
  for (;;) {
    const found = await processesOf(root);
    if (found.length === 0) return [];
    if (performance.now() > over) return found.map(({ pid, command }) => `${pid} ${command}`);
    for (const { pid } of found) kill(pid);
    await sleep(BETWEEN_MS);
  }
}

async function processesOf(root: string): Promise<readonly Process[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const read = await Promise.all(pids.map((pid) => readProcess(Number(pid), root)));
  const all = read.filter((process) => process !== undefined);
  const ours = new Set<Process>();
  let added = all.filter(({ named }) => named);
  while (added.length > 0) {
    for (const process of added) ours.add(process);
    const pidsOfOurs = new Set([...ours].map(({ pid }) => pid));
    added = all.filter((process) => !ours.has(process) && pidsOfOurs.has(process.parent));
  }
  return [...ours];
}

/** `undefined` for one that has ended meanwhile, or that is a zombie and only waits for its parent. */
async function readProcess(pid: number, root: string): Promise<Process | undefined> {
  const read = (name: string): Promise<string> =>
    readFile(join("/proc", String(pid), name), "latin1").catch(() => "");
  const [stat, command, environment, cwd] = await Promise.all([
    read("stat"),
    read("cmdline"),
    read("environ"),
    readlink(join("/proc", String(pid), "cwd")).catch(() => ""),
  ]);
  // proc_pid_stat(5): the name in brackets may hold anything, so count from its end.
  const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (parent === undefined || state === "Z") return undefined;
  const named = [command, environment, cwd].some((text) => text.includes(root));
  return { pid, parent: Number(parent), command: command.replaceAll("\0", " ").trim(), named };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It was faster.
  }
}
