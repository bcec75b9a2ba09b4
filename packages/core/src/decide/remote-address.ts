/** A remote's address, taken apart the way git does (git-fetch(1), "GIT URLS"). */
export interface RemoteAddress {
  /** `ssh`, `https`, `git`, …; `file` for a path. */
  readonly scheme: string;
  readonly user: string;
  /** In lower case; empty for a path. */
  readonly host: string;
  /** Empty where the scheme's own port is meant. */
  readonly port: string;
  readonly path: string;
}

const WITH_SCHEME =
  /^([a-z][a-z0-9+.-]*):\/\/(?:([^@/]*)@)?(\[[^\]]*\]|[^/:]*)(?::(\d*))?(\/.*)?$/i;
const SCP_LIKE = /^(?:([^@/\\]+)@)?(\[[^\]]*\]|[^/\\:]+):(.*)$/;
const WINDOWS_DRIVE = /^[a-z]:[\\/]/i;

/**
 * Takes a remote's URL apart. Never fails: what is no URL is a path.
 *
 * A password in it is left out, so that nothing made from an address can show it.
 */
export function parseRemoteAddress(url: string): RemoteAddress {
  const path = { scheme: "file", user: "", host: "", port: "", path: url };
  const full = WITH_SCHEME.exec(url);
  if (full) {
    const [, scheme = "", login = "", host = "", port = "", below = ""] = full;
    if (scheme.toLowerCase() === "file") return { ...path, path: below };
    const user = login.replace(/:.*$/s, "");
    const known = scheme.toLowerCase().replace(/^git\+|\+git$/g, "");
    return { scheme: known, user, host: host.toLowerCase(), port, path: below };
  }
  const scp = WINDOWS_DRIVE.test(url) ? null : SCP_LIKE.exec(url);
  if (scp === null) return path;
  const [, user = "", host = "", below = ""] = scp;
  return { scheme: "ssh", user, host: host.toLowerCase(), port: "", path: below };
}

/**
 * Tells whether two addresses lead to the same repository, as far as that can be told without asking.
 *
 * People fetch by https and push by ssh, under a sister name of the host (`ssh.example.com`) or an
 * alias from their ssh config, and a server may serve one folder under two roots. So the hosts must
 * belong together, and the one path must be the end of the other. `upstream/notes` and `me/notes`
 * are two.
 */
export function isSameRepository(one: RemoteAddress, other: RemoteAddress): boolean {
  if (one.scheme === "file" || other.scheme === "file") {
    return one.scheme === other.scheme && plainPath(one.path) === plainPath(other.path);
  }
  if (!belongTogether(one, other)) return false;
  const [long, short] = [pathParts(one.path), pathParts(other.path)].toSorted(
    (a, b) => b.length - a.length,
  );
  if (long === undefined || short === undefined || short.length === 0) return false;
  return short.every((part, index) => part === long[long.length - short.length + index]);
}

/** The same host, two of one domain, or one that is an alias in the ssh config and can be any. */
function belongTogether(one: RemoteAddress, other: RemoteAddress): boolean {
  const domain = (host: string): string => host.split(".").slice(-2).join(".");
  const isAlias = ({ scheme, host }: RemoteAddress): boolean =>
    scheme === "ssh" && !/[.:]/.test(host) && host !== "localhost";
  if (one.host === other.host || isAlias(one) || isAlias(other)) return true;
  const isNumber = (host: string): boolean => /^[\d.]+$/.test(host) || host.startsWith("[");
  if (isNumber(one.host) || isNumber(other.host)) return false;
  return domain(one.host) === domain(other.host);
}

function plainPath(path: string): string {
  return path
    .replace(/\/+$/, "")
    .replace(/\.git$/, "")
    .replace(/\/+$/, "");
}

/** `v3` and `_git` are what Azure DevOps puts between the parts, for ssh and for https. */
function pathParts(path: string): string[] {
  return plainPath(path)
    .toLowerCase()
    .split("/")
    .filter((part) => !["", "~", "v3", "_git"].includes(part));
}
