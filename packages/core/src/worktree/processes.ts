import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setImmediate } from "node:timers/promises";

/** A process of this machine, as /proc shows it. */
export interface RunningProcess {
  readonly pid: number;
  /** The name of its program, at most 15 characters. */
  readonly name: string;
}

/** Whether this system can say who is running. Only Linux can here; elsewhere nobody is asked. */
export const CAN_LIST_PROCESSES = process.platform === "linux";

const AT_A_TIME = 32;

/** Lists the numbers of all processes. */
export function processIds(): number[] {
  if (!CAN_LIST_PROCESSES) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Names the programs of some processes; those that have ended are left out. */
export function namesOf(pids: readonly number[]): RunningProcess[] {
  return pids.flatMap((pid) => {
    const name = readProc(pid, "comm");
    return name === null ? [] : [{ pid, name: name.trimEnd() }];
  });
}

/** Reads what a process was started with. */
export function argumentsOfProcess(pid: number): string[] {
  return readProc(pid, "cmdline")?.split("\0").slice(0, -1) ?? [];
}

/** Reads where a process works; `null` where that is hidden from us, or it has ended. */
export function folderOfProcess(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

/** Reads a variable of a process's environment, as it was started. */
export function variableOfProcess(pid: number, name: string): string | null {
  const found = readProc(pid, "environ")
    ?.split("\0")
    .find((word) => word.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? null;
}

/**
 * Whether we are where all processes of this machine can be seen: not in a container. The number is
 * the kernel's own for its first namespace (include/linux/proc_ns.h, PROC_PID_INIT_INO).
 */
export function seesAllProcesses(): boolean {
  return readlinkSync("/proc/self/ns/pid") === "pid:[4026531836]";
}

/**
 * Tells when a process began, in seconds since the epoch; proc(5), field 22 of `stat`.
 *
 * `null` when it has ended.
 */
export function startOfProcess(pid: number): number | null {
  const ticks = startTicks(pid);
  const boot = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1];
  return boot === undefined || ticks === null ? null : Number(boot) + Number(ticks) / 100;
}

/**
 * Tells when a process began, in clock ticks since the boot, as /proc writes it; proc(5), field 22 of `stat`.
 *
 * `null` when it has ended, and where there is no /proc.
 */
export function startTicks(pid: number): string | null {
  return statOf(pid)?.[19] ?? null;
}

/** Lists the processes of a group that still run. What has ended and waits to be noticed is none of them. */
export function groupMembers(group: number): number[] {
  return processIds().filter((pid) => {
    const [state, , itsGroup] = statOf(pid) ?? [];
    return state !== "Z" && state !== "X" && itsGroup === String(group);
  });
}

/** The fields of `stat` from the third on: the second is a name, with anything in it; proc(5). */
function statOf(pid: number): string[] | undefined {
  const stat = readProc(pid, "stat");
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Which descriptors count. */
export type Access = "any" | "writing";

/**
 * Tells which files of a folder some process has open.
 *
 * Processes of other users are seen only by root; what they can have open is what they may open.
 */
export async function openFilesBelow(folder: string, access: Access): Promise<Set<string>> {
  const found = new Set<string>();
  for (const [at, pid] of processIds().entries()) {
    if (at % AT_A_TIME === 0) await setImmediate();
    for (const [descriptor, file] of descriptorsOf(pid)) {
      if (!file.startsWith(folder)) continue;
      if (access === "any" || isWriting(pid, descriptor)) found.add(file);
    }
  }
  return found;
}

function descriptorsOf(pid: number): [string, string][] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
      try {
        return [[descriptor, readlinkSync(`/proc/${pid}/fd/${descriptor}`)]];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

/** proc(5), `fdinfo`: the access mode is in the last two bits of `flags`, which is octal. */
function isWriting(pid: number, descriptor: string): boolean {
  const info = readProc(pid, `fdinfo/${descriptor}`);
  const flags = /^flags:\s*([0-7]+)$/m.exec(info ?? "")?.[1];
  return flags === undefined || (Number.parseInt(flags, 8) & 3) !== 0;
}

function readProc(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // It ended while we looked.
    return null;
  }
}
