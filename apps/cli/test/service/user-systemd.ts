import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeScratch, type Scratch } from "@hookline/core/testing";
import { type Ended, ended, eventually } from "../runner/runner-world.ts";

const MAIN = join(import.meta.dirname, "../../dist/main.js");

/** In a mount and a process space of its own: a /run, a control group, and a systemd that thinks it is booted. */
const WORLD = `
mount -t tmpfs tmpfs /run && mkdir -p -m 700 /run/systemd/system /run/user "$RUNTIME" &&
{ umount -R -l /sys/fs/cgroup || :; } && mount -t cgroup2 cgroup2 /sys/fs/cgroup &&
mkdir "/sys/fs/cgroup/$GROUP" && echo $$ >"/sys/fs/cgroup/$GROUP/cgroup.procs" || exit 1
XDG_RUNTIME_DIR=$RUNTIME; export XDG_RUNTIME_DIR
# Not as the first process of its space: there systemd takes itself for the system's.
/lib/systemd/systemd --user --log-target=console
exit
`;

/** Takes the control groups away that a world made, from a mount space that has them. */
const TIDY = `
umount -R -l /sys/fs/cgroup; mount -t cgroup2 cgroup2 /sys/fs/cgroup &&
find "/sys/fs/cgroup/$GROUP" -depth -type d -exec rmdir {} \\;
`;

/** A user whose systemd runs, apart from everything else on this machine. */
export interface UserSystemd {
  readonly scratch: Scratch;
  /** Runs a program in that world, as that user. */
  readonly run: (program: string, ...args: string[]) => Promise<Ended>;
  readonly hookline: (...args: string[]) => Promise<Ended>;
  /** Ends a process by force, by the number that it has there. */
  readonly kill: (pid: number) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Says why no such world can be made on this machine; `undefined` where it can. */
export async function whyNoUserSystemd(): Promise<string | undefined> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs root on Linux";
  const missing = ["/lib/systemd/systemd", "systemctl", "unshare", "nsenter"].find(
    (program) => spawnSync(program, ["--version"]).status !== 0,
  );
  if (missing !== undefined) return `no ${missing}`;
  try {
    await (await makeUserSystemd()).end();
    return undefined;
  } catch {
    return "systemd does not run here";
  }
}

/**
 * Makes a {@link UserSystemd}.
 *
 * @throws Error when systemd does not come up
 */
export async function makeUserSystemd(): Promise<UserSystemd> {
  const scratch = await makeScratch("systemd");
  const group = `hookline-test-${process.pid}-${Date.now()}`;
  const runtime = `/run/user/${process.getuid?.() ?? 0}`;
  const env = { ...scratch.env, GROUP: group, RUNTIME: runtime };
  const apart = ["--mount", "--propagation", "private"];
  const keeper = spawn(
    "unshare",
    [...apart, "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", WORLD],
    { env, stdio: "ignore" },
  );
  const enter = (own: NodeJS.ProcessEnv, program: string, ...args: string[]): Promise<Ended> => {
    const inside = ["--target", String(firstChild(keeper)), "--mount", "--pid", "--", program];
    return ended(
      spawn("nsenter", [...inside, ...args], {
        env: { ...scratch.env, ...own },
        cwd: scratch.root,
        stdio: ["ignore", "pipe", "pipe"],
      }),
    );
  };
  const run = (program: string, ...args: string[]): Promise<Ended> =>
    enter({ XDG_RUNTIME_DIR: runtime }, program, ...args);
  const end = async (): Promise<void> => {
    if (keeper.exitCode === null && keeper.signalCode === null) {
      keeper.kill("SIGKILL");
      await once(keeper, "exit");
    }
    // The world's processes end with its first one, a moment later.
    await eventually(() => {
      const { status } = spawnSync(
        "unshare",
        [...apart, "sh", "-c", `${TIDY}test ! -e "/sys/fs/cgroup/$GROUP"`],
        { env },
      );
      if (status !== 0) throw new Error(`the control group ${group} is still there`);
    });
    await scratch.remove();
  };
  try {
    await eventually(async () => {
      if (keeper.exitCode !== null) return;
      const { output } = await run("systemctl", "--user", "is-system-running");
      if (!/running|degraded/.test(output)) throw new Error(output);
    });
    if (keeper.exitCode !== null) throw new Error("systemd ended");
  } catch (error) {
    await end();
    throw error;
  }
  return {
    scratch,
    run,
    // As `su` and cron leave it: XDG_RUNTIME_DIR is not set.
    hookline: (...args) => enter({}, process.execPath, MAIN, ...args),
    async kill(pid) {
      await run("kill", "-9", String(pid));
    },
    end,
  };
}

/** The first process of the world, by the number that it has here. */
function firstChild({ pid }: ChildProcess): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim());
}
