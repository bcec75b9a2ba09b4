import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { delimiter, join, parse } from "node:path";
import { freePort } from "./free-port.ts";
import { endProcesses } from "./story-processes.ts";

/** How a command of a story ended, and what a terminal would have shown. */
export interface Outcome {
  readonly output: string;
  readonly exitCode: number;
}

/** A user of their own for one story: home, settings, clock, programs; nothing of it outlives the story. */
export interface Sandbox {
  /** The home folder, which holds everything else. */
  readonly root: string;
  /** Kept free for a server that the story starts. */
  readonly port: number;
  /** Runs a line in `sh`, in the folder where the one before ended. */
  readonly run: (command: string) => Promise<Outcome>;
  /** Ends and removes everything; returns the processes that would not end. */
  readonly end: () => Promise<readonly string[]>;
}

/** What hangs is ended; never a measure of speed. */
const DEADLINE_MS = 60_000;
const TIMED_OUT = 124;

const CHECKOUT = join(import.meta.dirname, "..", "..");
const HELPERS = join(CHECKOUT, "e2e", "helpers");

const GIT_CONFIG = `[user]
	name = Ada
	email = ada@example.org
[init]
	defaultBranch = main
[advice]
	detachedHead = false
`;

/** The same at each run, so that commits are too. */
const COMMIT_TIME = "2026-01-01T12:00:00Z";

/** Makes a sandbox, on Linux only. `KEEP_SCRATCH=1` keeps its folder afterwards. */
export async function makeSandbox(): Promise<Sandbox> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "hookline-story-")));
  const inside = (...names: string[]): string => join(root, ".story", ...names);
  await mkdir(inside("tmp"), { recursive: true });
  await linkPrograms(inside("bin"));
  await writeFile(join(root, ".gitconfig"), GIT_CONFIG);
  const port = await freePort();
  const env = {
    PATH: [inside("bin"), process.env["PATH"], "/usr/sbin", "/sbin"].join(delimiter),
    HOME: root,
    STORY: root,
    PORT: String(port),
    HOOKLINE_HOME: join(root, ".hookline"),
    TMPDIR: inside("tmp"),
    GIT_AUTHOR_DATE: COMMIT_TIME,
    GIT_COMMITTER_DATE: COMMIT_TIME,
    GIT_CONFIG_NOSYSTEM: "1",
    LC_ALL: "C",
    TERM: "dumb",
    TZ: "UTC",
  };
  const folderFile = inside("folder");
  const outputFile = inside("output");
  await writeFile(folderFile, `${root}\n`);
  return {
    root,
    port,
    async run(command) {
      const cwd = (await readFile(folderFile, "utf8")).replace(/\n$/, "");
      // One file for both streams keeps their order, and no daemon that inherits it holds us up.
      const output = await open(outputFile, "w");
      const script = `trap 'pwd -P >"$STORY/.story/folder"' EXIT\n${command}`;
      const stdio = ["ignore", output.fd, output.fd] as const;
      const shell = spawn("sh", ["-c", script], { cwd, env, stdio: [...stdio], detached: true });
      const exitCode = await ended(shell);
      await output.close();
      const printed = await readFile(outputFile, "utf8");
      return { output: exitCode === TIMED_OUT ? `${printed}\n(did not end)` : printed, exitCode };
    },
    async end() {
      const survivors = await endProcesses(root);
      await unmountAll(root);
      if (process.env["KEEP_SCRATCH"] !== "1")
        await rm(root, { recursive: true, force: true, maxRetries: 5 });
      return survivors;
    },
  };
}

/** Puts `hookline`, its Node and the helpers of stories first on the PATH. */
async function linkPrograms(folder: string): Promise<void> {
  await mkdir(folder);
  await symlink(join(CHECKOUT, "hookline"), join(folder, "hookline"));
  await symlink(process.execPath, join(folder, "node"));
  for (const file of await readdir(HELPERS)) {
    await symlink(join(HELPERS, file), join(folder, parse(file).name));
  }
}

/** Waits for a shell's end as a shell would tell it: 128 and the signal's number for a killed one. */
async function ended(shell: ChildProcess): Promise<number> {
  let hung = false;
  const deadline = setTimeout(() => {
    hung = true;
    if (shell.pid !== undefined) process.kill(-shell.pid, "SIGKILL");
  }, DEADLINE_MS);
  try {
    await once(shell, "exit");
  } finally {
    clearTimeout(deadline);
  }
  if (hung) return TIMED_OUT;
  return shell.exitCode ?? 128 + constants.signals[shell.signalCode ?? "SIGKILL"];
}

/** Unmounts the small disks that stories make; see `helpers/small-disk`. */
async function unmountAll(root: string): Promise<void> {
  const mounts = await readFile("/proc/mounts", "utf8");
  const places = mounts.split("\n").map((line) => line.split(" ")[1] ?? "");
  for (const place of places.filter((one) => one.startsWith(`${root}/`)))
    spawnSync("umount", ["--lazy", place]);
}
