import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { openGit } from "@hookline/core";
import {
  type AbsolutePath,
  absolutePath,
  ConfigError,
  EXIT,
  type ExitCode,
  findHome,
  openClient,
} from "@hookline/core/client";
import { counted, span } from "@hookline/core/words";
import { addRepository } from "../commands/add.ts";
import type { Context } from "../context.ts";
import { STOP_SIGNALS } from "../run-agent.ts";
import { spawnAgent } from "../spawn-agent.ts";
import { stopAgent } from "../stop-agent.ts";
import { untilReady } from "../until.ts";
import { openPlayground, type Playground } from "./make-playground.ts";

/** The slowest machine gets this long for what takes others a second. */
const PATIENCE_MS = 60_000;

/**
 * Plays the story of the playground by itself and tells it: commits, their arrival in the other
 * clone, an agent that goes down and comes up again.
 *
 * Lives in a temporary folder with a home of its own, so it touches no setting, no agent and no
 * repository of the user, and leaves nothing behind.
 */
export async function playDemo(outer: Context): Promise<ExitCode> {
  const root = absolutePath(await mkdtemp(join(tmpdir(), "hookline-demo-")));
  const context = await contextIn(outer, root);
  const playground = await openPlayground(absolutePath(join(root, "playground")), context.door);
  const leave = async (): Promise<void> => {
    await stopAgent(context);
    await playground.http.close();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  };
  const interrupted = (signal: NodeJS.Signals): void =>
    void leave().finally(() => process.exit(128 + constants.signals[signal]));
  for (const signal of STOP_SIGNALS) process.once(signal, interrupted);
  try {
    await tell(context, playground);
    return EXIT.inSync;
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, interrupted);
    await leave();
  }
}

async function tell(context: Context, { remote, laptop, server }: Playground): Promise<void> {
  const { out } = context;
  out.line(
    "1  Here are a remote, served over HTTP on this machine, and two clones: laptop and server.",
  );
  await addRepository(context, laptop);
  await addRepository(context, server);
  await spawnAgent(context, { outlives: false });
  out.line("2  Both are registered, with hooks, and the agent is up.");

  out.line(
    `3  laptop$ git commit            (took ${await commit(context, laptop, "hello.txt", "Hello from laptop")})`,
  );
  out.line(`4  ✓ the remote has it           (${await arrival(context, laptop, remote)})`);
  out.line(`5  ✓ server has it, as a file    (${await arrival(context, laptop, server)})`);

  out.line(
    `6  server$ git commit            (took ${await commit(context, server, "answer.txt", "Hello from server")})`,
  );
  out.line(`7  ✓ laptop has it, as a file    (${await arrival(context, server, laptop)})`);

  await stopAgent(context);
  out.line("8  The agent is down now. Commits do not care:");
  const first = await commit(context, laptop, "offline-1.txt", "Written while nobody watched");
  const second = await commit(context, laptop, "offline-2.txt", "And one more");
  out.line(`9  laptop$ git commit, twice     (took ${first} and ${second})`);
  await spawnAgent(context, { outlives: false });
  out.line("10 The agent is up again, and finds what happened meanwhile.");
  out.line(`11 ✓ the remote has both         (${await arrival(context, laptop, remote)})`);
  out.line(`12 ✓ server has both             (${await arrival(context, laptop, server)})`);
  const commits = await countCommits(context, remote);
  out.line(
    `${out.paint("good", "✓")} All ${counted(commits, "commit")} are everywhere; no commit waited, none was lost.`,
  );
}

/** The same context for a user who lives in a folder of its own. */
async function contextIn(outer: Context, root: AbsolutePath): Promise<Context> {
  const homeFolder = join(root, "home");
  await mkdir(homeFolder);
  const env = {
    ...outer.env,
    HOME: homeFolder,
    XDG_CONFIG_HOME: homeFolder,
    HOOKLINE_HOME: join(root, "state"),
  };
  const home = findHome(env);
  await mkdir(home.root);
  return { ...outer, env, home, client: openClient(home), door: { ...outer.door, env } };
}

/** Commits as the person would, hooks and all; says how long that took. */
async function commit(
  { door }: Context,
  repository: AbsolutePath,
  file: string,
  text: string,
): Promise<string> {
  await writeFile(join(repository, file), `${text}\n`);
  const git = openGit(door, repository, { hooks: true });
  await git({ verb: "add", flags: [], paths: [file] });
  const begunAt = performance.now();
  const exit = await git({ verb: "commit", flags: ["--quiet", `--message=${text}`] });
  if (exit.kind !== "exited" || exit.exitCode !== 0) throw lost(`the commit of ${file}`);
  return span(performance.now() - begunAt);
}

async function arrival(
  { door }: Context,
  from: AbsolutePath,
  remote: AbsolutePath,
): Promise<string> {
  const wanted = await head(door, from);
  return waited(`the commit ${wanted} on the remote`, async () =>
    (await head(door, remote, "refs/heads/main")) === wanted ? true : undefined,
  );
}

async function waited(what: string, look: () => Promise<true | undefined>): Promise<string> {
  const begunAt = performance.now();
  if ((await untilReady(PATIENCE_MS, look)) === undefined) throw lost(what);
  return `${span(performance.now() - begunAt)} later`;
}

async function head(
  door: Context["door"],
  repository: AbsolutePath,
  ref = "HEAD",
): Promise<string> {
  const exit = await openGit(
    door,
    repository,
  )({ verb: "rev-parse", flags: ["--verify", "--quiet"], operands: [ref] });
  return exit.kind === "exited" ? exit.stdout.trim() : "";
}

async function countCommits({ door }: Context, repository: AbsolutePath): Promise<number> {
  const exit = await openGit(
    door,
    repository,
  )({ verb: "rev-list", flags: ["--count"], operands: ["refs/heads/main"] });
  return exit.kind === "exited" ? Number(exit.stdout) : 0;
}

function lost(what: string): ConfigError {
  return new ConfigError(`The demo waited in vain for ${what}.`, {
    code: "demo-failed",
    hint: "Run `hookline doctor`; please report this if it finds nothing.",
  });
}
