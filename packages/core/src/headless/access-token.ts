import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import { ConfigError } from "../errors.ts";
import type { Home } from "../home.ts";
import { writePrivateFile } from "../write-private-file.ts";

/** The secret for a remote. It lies in a file; nothing but git's credential helper reads it. */
export interface AccessToken {
  readonly file: AbsolutePath;
  readonly username: string;
  /** Send it also over `http:`, to this machine alone. */
  readonly overHttp: boolean;
}

/** What GitHub, GitLab, Gitea and Bitbucket take for the user of an access token. */
const DEFAULT_USERNAME = "x-access-token";

/** Longer than any token; git's credential protocol takes lines of up to 64 KiB. */
const LONGEST_TOKEN = 16 * 1024;

/** The variables that hold the secret itself. */
const SECRET_VARIABLES = ["GIT_SYNC_TOKEN"];

/**
 * Finds the token that the environment or the clone URL gives.
 *
 * A token in a file stays where it is and is read by each git call anew, so a secret that is
 * rotated counts from then on. Any other is put into the private state folder.
 *
 * @param given what the clone URL carried
 * @returns null where there is none
 * @throws ConfigError when it cannot be used, or comes from two places
 */
export function findAccessToken(
  env: NodeJS.ProcessEnv,
  home: Home,
  given: { readonly username: string; readonly token: string } | null,
): AccessToken | null {
  const sources = {
    GIT_SYNC_TOKEN_FILE: env["GIT_SYNC_TOKEN_FILE"] || undefined,
    GIT_SYNC_TOKEN: env["GIT_SYNC_TOKEN"]?.trim() || undefined,
    "the clone URL": given?.token || undefined,
  };
  const named = Object.entries(sources).flatMap(([name, value]) => (value ? [name] : []));
  if (named.length > 1) {
    throw new ConfigError(`The token comes from more than one place: ${named.join(" and ")}.`, {
      code: "token-twice",
      hint: "Keep one of them; GIT_SYNC_TOKEN_FILE is the safest.",
    });
  }
  const username = env["GIT_SYNC_USERNAME"]?.trim() || given?.username || DEFAULT_USERNAME;
  if (/[\n\r\0]/.test(username)) throw unusable("GIT_SYNC_USERNAME holds a line break.");
  const common = { username, overHttp: env["GIT_SYNC_TOKEN_OVER_HTTP"] === "1" };
  if (sources.GIT_SYNC_TOKEN_FILE !== undefined) {
    const file = absolutePath(resolve(sources.GIT_SYNC_TOKEN_FILE));
    requireToken(readToken(file), file);
    return { file, ...common };
  }
  const token = sources.GIT_SYNC_TOKEN ?? sources["the clone URL"];
  if (token === undefined) return null;
  const file = absolutePath(`${home.root}/remote-token`);
  requireToken(token, named.join(""));
  writePrivateFile(file, `${token}\n`);
  return { file, ...common };
}

/** The environment for everything that we start: without the secret itself. */
export function withoutToken(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !SECRET_VARIABLES.includes(name)),
  );
}

/**
 * Reads the first line of a token file.
 *
 * @throws ConfigError when it cannot be read
 */
function readToken(file: AbsolutePath): string {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/, 1)[0]?.trim() ?? "";
  } catch (error) {
    throw unusable(`The token file ${file} cannot be read (${errorCode(error) ?? "error"}).`);
  }
}

/** Never says what the token is, only where it comes from. */
function requireToken(token: string, from: string): void {
  if (token === "") throw unusable(`The token in ${from} is empty.`);
  // oxlint-disable-next-line no-control-regex -- a line break would end git's credential protocol
  if (token.length > LONGEST_TOKEN || /[\u0000-\u001f\u007f]/.test(token))
    throw unusable(`What stands in ${from} is no token.`);
}

function unusable(says: string): ConfigError {
  return new ConfigError(says, {
    code: "token-unusable",
    hint: "Put the token alone into a file that the agent can read, and name it with GIT_SYNC_TOKEN_FILE.",
  });
}
