import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, globSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Nobody's: PostgreSQL refuses to be root. */
const OTHER = 65_534;

/** A PostgreSQL of our own, on a socket in a folder of its own. */
export interface PostgresServer {
  readonly url: string;
  /** Kills it as a crash of the machine would, and starts it on what it left. */
  readonly crash: () => Promise<void>;
  /** Stops it and removes its files. */
  readonly stop: () => Promise<void>;
}

/** Finds where PostgreSQL's programs are: on `PATH`, or where Debian puts them. */
export function findPostgres(): string | undefined {
  const onPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "initdb"));
  const ofDebian = globSync("/usr/lib/postgresql/*/bin/initdb").toSorted().toReversed();
  const found = [...onPath, ...ofDebian].find(exists);
  return found === undefined ? undefined : dirname(found);
}

/** Makes a cluster and starts it; durable, as a team's would be. */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), "hookline-pg-"));
  const user = process.getuid?.() === 0 ? { uid: OTHER, gid: OTHER } : {};
  if ("uid" in user) await chown(folder, OTHER, OTHER);
  const data = join(folder, "data");
  const options = { ...user, cwd: folder, env: { PATH: process.env["PATH"], LC_ALL: "C" } };
  const cluster = ["--username=hookline", "--auth=trust", "--encoding=UTF8", "--no-sync", data];
  await run(join(programs, "initdb"), cluster, options);
  const start = async (): Promise<ChildProcess> => {
    const started = spawn(
      join(programs, "postgres"),
      ["-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "shared_buffers=32MB"],
      { ...options, stdio: ["ignore", "ignore", "pipe"] },
    );
    await untilReady(started);
    return started;
  };
  let server = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = once(server, "exit");
    server.kill(signal);
    await ended;
  };
  const orphaned = (): boolean => server.kill("SIGQUIT");
  process.once("exit", orphaned);
  return {
    url: `postgresql://hookline@/postgres?host=${encodeURIComponent(folder)}`,
    crash: async () => {
      // Its immediate shutdown: no checkpoint, so that what is left is what was logged.
      await end("SIGQUIT");
      server = await start();
    },
    stop: async () => {
      // The one that waits until everybody has left: a pool says that it has ended before its connections have.
      await end("SIGTERM");
      process.removeListener("exit", orphaned);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function untilReady(server: ChildProcess): Promise<void> {
  if (server.stderr === null) throw new Error("PostgreSQL has no standard error");
  const said: string[] = [];
  for await (const line of createInterface({ input: server.stderr })) {
    said.push(line);
    if (!line.includes("ready to accept connections")) continue;
    // What it says later must not fill the pipe.
    server.stderr.resume();
    return;
  }
  throw new Error(`PostgreSQL did not start: ${said.join("\n")}`);
}

function exists(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}
