import { InputError } from "../errors.ts";

/** Where to clone from, and the secret that stood in what a person typed. */
export interface CloneUrl {
  /** What git is given and what is stored; holds no secret. */
  readonly url: string;
  /** What the URL carried as `user:password@`. */
  readonly secret: { readonly username: string; readonly token: string } | null;
}

/** The transports that background work may use; see `gitEnvironment`. */
const TRANSPORTS: ReadonlySet<string> = new Set(["https:", "http:", "ssh:", "git:", "file:"]);

/** `user@host:path`, as ssh's own `scp` writes it (git-clone(1), "GIT URLS"). */
const SCP_LIKE = /^(?:[\w.-]+@)?[\w.-]+:(?!\/\/)[^\s:].*$/;

// oxlint-disable-next-line no-control-regex -- a line break in a URL reaches git's credential protocol
const CONTROL = /[\u0000-\u0020\u007f]|%(?:0[0-9a-f]|1[0-9a-f]|7f)/i;

/**
 * Reads the URL of a repository and takes the secret out of it.
 *
 * A message about a URL never repeats it: what is wrong with it may be the secret.
 *
 * @throws InputError when git's background transports could not use it
 */
export function readCloneUrl(text: string): CloneUrl {
  if (CONTROL.test(text)) throw refused("It holds a space or a control character.");
  if (text.startsWith("-")) throw refused("It begins with a dash.");
  const url = URL.parse(text);
  const isUrl = url !== null && text.includes("://");
  if (!isUrl && SCP_LIKE.test(text) && !text.includes("::")) return { url: text, secret: null };
  if (!isUrl) throw refused("It is no URL.");
  if (!TRANSPORTS.has(url.protocol)) throw refused(`Hookline does not use ${url.protocol}`);
  if (url.password === "") return { url: text, secret: null };
  if (!url.protocol.startsWith("http")) throw refused("Only an HTTP URL can carry a password.");
  const secret = { username: decode(url.username), token: decode(url.password) };
  url.username = "";
  url.password = "";
  return { url: url.href, secret };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused("Its user or password is not percent-encoded.");
  }
}

function refused(why: string): InputError {
  return new InputError(`The URL to clone cannot be used. ${why}`, {
    code: "clone-url",
    hint: "Write it as https://host/path, ssh://host/path, git@host:path or file:///path.",
  });
}
