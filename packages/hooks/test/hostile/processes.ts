import { readdir, readFile, readlink } from "node:fs/promises";

/** A process that has to do with a folder. */
export interface Found {
  readonly pid: number;
  readonly command: string;
}

/**
 * Finds the processes whose command line, environment or current folder names `folder`.
 *
 * Whatever a hook has started shows its world's folder in one of them.
 */
export async function processesOf(folder: string): Promise<Found[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.filter((pid) => pid !== process.pid).map((pid) => describe(pid, folder)),
  );
  return found.filter((one) => one !== undefined);
}

async function describe(pid: number, folder: string): Promise<Found | undefined> {
  const read = (name: string): Promise<string> =>
    readFile(`/proc/${pid}/${name}`, "latin1").catch(() => "");
  const [command, environment, cwd] = await Promise.all([
    read("cmdline"),
    read("environ"),
    readlink(`/proc/${pid}/cwd`).catch(() => ""),
  ]);
  const names = [command, environment, cwd].some((text) => text.includes(folder));
  return names ? { pid, command: command.replaceAll("\0", " ").trim() } : undefined;
}
