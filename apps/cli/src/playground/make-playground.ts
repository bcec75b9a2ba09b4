import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  describeExit,
  type GitDoor,
  type GitHttpServer,
  makePrivateFolder,
  openGit,
  serveOverHttp,
} from "@hookline/core";
import { type AbsolutePath, absolutePath, ConfigError } from "@hookline/core/client";

/** A remote of its own and two clones of it, to try things with. */
export interface Playground {
  readonly folder: AbsolutePath;
  readonly remote: AbsolutePath;
  readonly laptop: AbsolutePath;
  readonly server: AbsolutePath;
  /** Serves the remote until it is closed. */
  readonly http: GitHttpServer;
}

const REMOTE = "remote.git";

/** The shortest interval there is, so that the other clone follows while one watches. */
const SYNC_INTERVAL = "5s";

const WELCOME = `# Playground

Commit something here and watch it appear in the other clone.
`;

/** Makes the playground in a folder, or brings the one that is there back to life. */
export async function openPlayground(folder: AbsolutePath, door: GitDoor): Promise<Playground> {
  const at = (name: string): AbsolutePath => absolutePath(join(folder, name));
  const remote = at(REMOTE);
  await makePrivateFolder(folder);
  if (!(await exists(remote))) {
    await git(door, folder, {
      verb: "init",
      flags: ["--bare", "--quiet", "--initial-branch=main"],
      paths: [REMOTE],
    });
  }
  const http = await serve(folder, door);
  const playground = { folder, remote, laptop: at("laptop"), server: at("server"), http };
  await openClone(playground, door, playground.laptop, "Laptop");
  if (!(await hasCommit(door, remote))) await firstCommit(door, playground.laptop);
  await openClone(playground, door, playground.server, "Server");
  return playground;
}

/** Keeps the port from one time to the next, so that a clone's URL stays true; takes another if it is in use. */
async function serve(folder: AbsolutePath, door: GitDoor): Promise<GitHttpServer> {
  const file = join(folder, "port");
  const port = Number(await readFile(file, "utf8").catch(() => "0")) || 0;
  const http = await serveOverHttp(folder, door.env, port).catch(() =>
    serveOverHttp(folder, door.env),
  );
  await writeFile(file, String(http.port));
  return http;
}

async function openClone(
  { folder, http }: Pick<Playground, "folder" | "http">,
  door: GitDoor,
  clone: AbsolutePath,
  person: string,
): Promise<void> {
  const url = http.url(REMOTE);
  if (!(await exists(clone))) {
    await git(door, folder, { verb: "clone", flags: ["--quiet"], operands: [url, clone] });
  }
  const settings = {
    "remote.origin.url": url,
    "user.name": person,
    "user.email": `${person.toLowerCase()}@playground.invalid`,
    "hookline.syncInterval": SYNC_INTERVAL,
  };
  for (const setting of Object.entries(settings)) {
    await git(door, clone, {
      verb: "config",
      flags: ["--local", "--replace-all"],
      operands: setting,
    });
  }
}

async function hasCommit(door: GitDoor, remote: AbsolutePath): Promise<boolean> {
  const exit = await openGit(
    door,
    remote,
  )({
    verb: "rev-parse",
    flags: ["--verify", "--quiet"],
    operands: ["refs/heads/main"],
  });
  return exit.kind === "exited" && exit.exitCode === 0;
}

/** May find itself half-done by an earlier time that was interrupted. */
async function firstCommit(door: GitDoor, laptop: AbsolutePath): Promise<void> {
  await writeFile(join(laptop, "README.md"), WELCOME);
  await git(door, laptop, { verb: "add", flags: [], paths: ["README.md"] });
  await git(door, laptop, {
    verb: "commit",
    flags: ["--quiet", "--allow-empty", "--message=Welcome"],
  });
  await git(door, laptop, {
    verb: "push",
    flags: ["--porcelain", "--set-upstream"],
    operands: ["origin", "HEAD:refs/heads/main"],
  });
}

async function git(
  door: GitDoor,
  cwd: AbsolutePath,
  command: Parameters<ReturnType<typeof openGit>>[0],
): Promise<void> {
  const exit = await openGit(door, cwd)(command);
  if (exit.kind === "exited" && exit.exitCode === 0) return;
  throw new ConfigError(
    `The playground could not be made: git ${command.verb}: ${describeExit(exit)}.`,
    {
      code: "playground",
      hint: `Remove ${cwd} and try again.`,
    },
  );
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
