import { ConfigError } from "../errors.ts";
import type { ConfigOverride } from "../git/git-environment.ts";
import type { AccessToken } from "./access-token.ts";

/**
 * What git runs to get the token (gitcredentials(7), "CUSTOM HELPERS"): reads it from its file at
 * that moment and writes it to git, which takes off the line ends of Windows.
 *
 * `read` and `printf` belong to the shell itself, so that the token is in no argument of any
 * process. It is part of git's configuration, not a file, because a container's state folder may
 * be mounted `noexec`. `store` and `erase` do nothing: the file belongs to whoever put it there.
 */
const HELPER =
  '!hookline() { [ "$3" = get ] || return 0; IFS= read -r token <"$1" || [ "$token" ] || return 0; ' +
  'printf "username=%s\\npassword=%s\\n" "$2" "$token"; }; hookline';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Configures git to send the token to the host of these remotes, and to no other.
 *
 * git itself compares the host of each request, also after a redirect. What the user's or the
 * repository's configuration names as helpers is left out for that host, so that none of them is
 * given the token to keep.
 *
 * @param urls of every remote that the agent talks to, without secrets
 * @returns nothing where no remote takes a token (ssh, a folder)
 * @throws ConfigError when the token would travel in the clear, or to more than one host
 */
export function credentialOverrides(
  token: AccessToken,
  urls: readonly string[],
): readonly ConfigOverride[] {
  const remotes = urls.flatMap((text) => {
    const url = text.includes("://") ? URL.parse(text) : null;
    return url !== null && /^https?:$/.test(url.protocol) ? [url] : [];
  });
  const open = remotes.find(({ protocol }) => protocol === "http:");
  if (open !== undefined && !(token.overHttp && LOOPBACK.test(open.hostname))) {
    throw new ConfigError(
      `The token would go to ${open.host} over http, where everyone can read it.`,
      {
        code: "token-in-the-clear",
        hint: "Use https. (To this machine itself http may be used: set GIT_SYNC_TOKEN_OVER_HTTP=1.)",
      },
    );
  }
  const [host, ...others] = new Set(remotes.map(({ origin }) => origin));
  if (host === undefined) return [];
  if (others.length > 0) {
    throw new ConfigError(`One token would go to several hosts: ${[host, ...others].join(", ")}.`, {
      code: "token-for-several-hosts",
      hint: "Run one agent for each host.",
    });
  }
  const quoted = [token.file, token.username].map(shellWord).join(" ");
  return [
    { key: `credential.${host}.helper`, value: "" },
    { key: `credential.${host}.helper`, value: `${HELPER} ${quoted}` },
    { key: `credential.${host}.useHttpPath`, value: "false" },
  ];
}

/** One word of a POSIX shell, whatever it holds. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
