import { type Agent, type AgentOptions, startAgent } from "../agent/agent.ts";
import { makeHome } from "../agent/take-home.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { GitDoor } from "../git/run-git.ts";
import { findAccessToken } from "./access-token.ts";
import { needsClone, remoteUrls } from "./clone-target.ts";
import type { CloneUrl } from "./clone-url.ts";
import { Cloner } from "./cloner.ts";
import { credentialOverrides } from "./credential-helper.ts";
import { headlessEnvironment, sshCommandOf } from "./headless-environment.ts";
import { HeadlessHost } from "./headless-host.ts";

/** What a headless agent is made of. */
export interface HeadlessOptions extends Omit<AgentOptions, "host"> {
  /** Exactly these are synced, whatever the user's list says. */
  readonly repositories: readonly AbsolutePath[];
  /** Where the one repository comes from if it is not there. */
  readonly clone: CloneOrder | null;
}

/** A repository that may have to be cloned first. */
export interface CloneOrder {
  readonly from: CloneUrl;
  readonly branch: string | undefined;
}

/**
 * Starts an agent for a machine without people: it syncs what it is told to, reaches the remote with
 * what the environment gives it, and clones what is not there. It answers probes while it clones.
 *
 * @throws InputError when a folder can neither be used nor be cloned into
 * @throws ConfigError as {@link startAgent}, and for a token or ssh file that cannot be used
 */
export async function startHeadlessAgent(options: HeadlessOptions): Promise<Agent> {
  const { clone, clock, home } = options;
  const url = clone?.from.url ?? null;
  await makeHome(home);
  const token = findAccessToken(options.env, home, clone?.from.secret ?? null);
  const env = headlessEnvironment(options.env);
  const door: GitDoor = { env, log: () => undefined };

  const there: AbsolutePath[] = [];
  const missing: AbsolutePath[] = [];
  for (const path of options.repositories)
    ((await needsClone(door, path, url)) ? missing : there).push(path);
  const urls = await Promise.all(there.map((path) => remoteUrls(door, path)));
  const remotes = [...urls.flat(), ...(url === null ? [] : [url])];
  const overrides = token === null ? [] : credentialOverrides(token, remotes);

  const git = { overrides, sshCommand: sshCommandOf(options.env) };
  const host = new HeadlessHost({ repositories: there, git, token, clock });
  const agent = await startAgent({ ...options, env, host });
  const { log } = agent;
  if (token !== null && overrides.length === 0)
    log("token.unused", { repositories: options.repositories });
  // Node ends no children but its own: what others leave behind needs an init (tini) above us.
  if (process.pid === 1) log("agent.no-init", { pid: process.pid });

  const target = missing[0];
  const cloner =
    target === undefined || clone === null
      ? undefined
      : new Cloner(
          { door: { env, log, host: git }, clock, random: Math.random },
          { url: clone.from.url, target, branch: clone.branch },
        );
  host.serve(agent, cloner, () => log("token.changed", { file: token?.file ?? "" }));
  return agent;
}
