import { existsSync } from "node:fs";
import { ConfigError } from "../errors.ts";
import { withoutToken } from "./access-token.ts";
import { shellWord } from "./credential-helper.ts";

/**
 * The environment that a headless agent, its git and its commands live in.
 *
 * Without the token; the committer is the author unless it is named; and with the mark by which the
 * settings know that nobody sits here.
 */
export function headlessEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const committer = {
    GIT_COMMITTER_NAME: env["GIT_COMMITTER_NAME"] || env["GIT_AUTHOR_NAME"],
    GIT_COMMITTER_EMAIL: env["GIT_COMMITTER_EMAIL"] || env["GIT_AUTHOR_EMAIL"],
  };
  const named = Object.entries(committer).filter(([, value]) => value !== undefined);
  return { ...withoutToken(env), ...Object.fromEntries(named), HOOKLINE_HEADLESS: "1" };
}

/**
 * The ssh command that the environment asks for: `GIT_SSH_COMMAND` as it stands, or one made from
 * `GIT_SYNC_SSH_KEY_FILE` and `GIT_SYNC_SSH_KNOWN_HOSTS_FILE`.
 *
 * @returns undefined where the user's own configuration shall count
 * @throws ConfigError when a file that it names is not there
 */
export function sshCommandOf(env: NodeJS.ProcessEnv): string | undefined {
  if (env["GIT_SSH_COMMAND"]) return env["GIT_SSH_COMMAND"];
  const key = fileNamedBy(env, "GIT_SYNC_SSH_KEY_FILE");
  const hosts = fileNamedBy(env, "GIT_SYNC_SSH_KNOWN_HOSTS_FILE");
  if (key === undefined && hosts === undefined) return undefined;
  return [
    "ssh",
    ...(key === undefined ? [] : ["-i", shellWord(key), "-oIdentitiesOnly=yes"]),
    ...(hosts === undefined ? [] : [shellWord(`-oUserKnownHostsFile="${hosts}"`)]),
  ].join(" ");
}

function fileNamedBy(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = env[name];
  if (!file) return undefined;
  if (existsSync(file)) return file;
  throw new ConfigError(`${name} names ${file}, and there is no such file.`, {
    code: "ssh-file",
    hint: "Mount the file there, or name the right one.",
  });
}
