import { parseRemoteAddress } from "./remote-address.ts";
import type { ConfigValue } from "./remote-urls.ts";

/** Who is asked when a repository's remote is asked. Repositories with the same `key` ask the same host. */
export interface RemoteHost {
  /** Scheme, host, port and user, or the path of a remote on this machine. Never a password. */
  readonly key: string;
  /** As people know it. */
  readonly shown: string;
  /** Another machine: it can be down as a whole, and must not be hammered. */
  readonly network: boolean;
  /**
   * What chooses the credentials besides the key, as git is configured. Two repositories share a
   * refusal only where this is the same. May hold secrets: never shown, logged or stored.
   */
  readonly credentials: string;
}

const OWN_PORTS: Readonly<Record<string, string>> = {
  ssh: "22",
  http: "80",
  https: "443",
  git: "9418",
};

/** The settings that decide with which credentials git comes (git-config(1)). */
const CREDENTIAL_SETTINGS =
  /^(?:credential\..*|core\.sshcommand|http\..*(?:extraheader|cookiefile|sslcert|sslkey|proxy))$/s;

/** Names the host behind a remote's URL. */
export function remoteHost(url: string, config: readonly ConfigValue[]): RemoteHost {
  const { scheme, user, host, port, path } = parseRemoteAddress(url);
  if (scheme === "file") return { key: path, shown: path, network: false, credentials: "" };
  const usedPort = port || OWN_PORTS[scheme] || "";
  const login = user === "" ? "" : `${user}@`;
  const settings = config.filter(({ key }) => CREDENTIAL_SETTINGS.test(key));
  return {
    key: `${scheme}://${login}${host}:${usedPort}`,
    shown: host,
    network: true,
    credentials: settings.map(({ key, value }) => `${key}=${value ?? ""}`).join("\n"),
  };
}
