import type { GitFailureKind } from "../decide/git-failure.ts";

/** Whose words a pattern is about: git's and ssh's here, or what the server says (behind `remote: `). */
type Speaker = "here" | "server" | "anyone";

/** What is printed for one kind of failure. */
export interface FailurePattern {
  readonly kind: GitFailureKind;
  readonly speaker: Speaker;
  readonly text: RegExp;
}

/**
 * What git, ssh, curl and the forges print (with `LC_ALL=C`) for each kind of failure; the first
 * pattern that any line matches wins.
 *
 * git has no machine-readable reason for a failed fetch, so this is the one place that reads
 * text meant for people. Names are blanked before (see {@link withoutNames}). What is not
 * recognised stays `unknown` and is retried later. `failure-patterns.test.ts` has recorded outputs
 * with their sources.
 *
 * The order matters: a cause stands before its consequences. A server that refuses credentials
 * also makes git say that it could not read; a full disk also leaves an object empty.
 */
export const FAILURE_PATTERNS: readonly FailurePattern[] = [
  // setup.c
  here("foreign-owner", /detected dubious ownership/),
  // convert.c: before the network, because a filter (Git LFS) may have failed for the want of it
  here("filter", /\bfilter .*failed|external filter|Smudge error/i),
  // ident.c
  here(
    "no-identity",
    /Please tell me who you are|unable to auto-detect email|empty ident name|no (?:name|email) was given/,
  ),
  // strerror(ENOSPC, EDQUOT, EROFS) at the other end; builtin/receive-pack.c, upload-pack.c
  server(
    "remote-trouble",
    /No space left on device|Disk quota exceeded|Read-only file system|repository corruption on the remote side/,
  ),
  here("remote-trouble", /remote unpack failed|remote failed to report status/),
  // strerror(ENOSPC, EDQUOT); csum-file.c
  here(
    "disk-full",
    /No space left on device|Disk quota exceeded|not enough (?:disk )?space|Out of diskspace/i,
  ),
  // entry.c, refs/files-backend.c: write(2) failed on a file that git could create, and git keeps
  // the reason to itself
  here("disk-full", /unable to write file (?!.*: )|couldn't write ''/),
  here("unwritable", /unable to create directory for/),
  // lockfile.c, refs/files-backend.c; a disk that is full, or broken, makes no lock either
  here("locked", /Unable to create '': File exists|cannot lock ref(?!.*unable to create)/i),
  // HTTP 429, the forges' limiters, sshd's MaxStartups and PerSourcePenalties
  anyone(
    "rate-limited",
    /(?:error:|HTTP) 429\b|rate[- ]limit|too many requests|Exceeded MaxStartups|Not allowed at this time|exceeding usage of resource/i,
  ),
  // ssh's sshconnect.c; curl's lib/vtls
  here(
    "unverified",
    /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|certificate verif\w+ failed|SSL certificate|SSL peer certificate|no alternative certificate|certificate subject name|certificate verify locations|schannel: .*(?:trust|CERT_|revocation)|SEC_E_UNTRUSTED_ROOT/i,
  ),
  // http.c, credential.c, ssh's sshconnect2.c, plink; a proxy that wants credentials (curl's lib/cf-h1-proxy.c)
  anyone(
    "auth",
    /Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|Permission denied \(|Too many authentication failures|No supported authentication methods|Invalid username or (?:password|token)|Invalid credentials|HTTP Basic: Access denied|Logon failed|returned error: 40[17]|HTTP 401\b|(?:code|response) 407|Proxy Authentication Required/i,
  ),
  anyone(
    "denied",
    /returned error: 403|HTTP 403\b|Permission to .* denied|not allowed to (?:push|download|upload) code|permission denied for writing|Write access to repository not granted|marked as read only|TF401027|DENIED by|access denied or repository not exported/i,
  ),
  // http.c, connect.c, setup.c of the other end, the forges
  anyone(
    "not-found",
    /repository '.*' not found|Repository not found|does not appear to be a git repository|returned error: (?:404|410)|project you were looking for could not be found|repository does not exist|TF401019/i,
  ),
  // transport.c, transport-helper.c, connect.c; curl's lib/strerror.c
  here(
    "bad-remote",
    /transport '.*' not allowed|'' is not a git command|unable to find remote helper|URL using .* format|Unsupported protocol|protocol .* (?:is )?not supported|strange (?:hostname|pathname|port) .*blocked|Port number .*(?:decimal|range)|No such remote|no path specified/i,
  ),
  // builtin/fetch.c: the branch went away between our question and the fetch
  here("moved", /couldn't find remote ref/i),
  // The server's or its proxy's size limits, and git's own shallow rule
  anyone(
    "refused",
    /returned error: 413|HTTP 413\b|exceeds maximum allowed size|shallow update not allowed/,
  ),
  // entry.c, object-file.c, read-cache.c
  here(
    "unwritable",
    /unable to (?:create (?:file|directory|temporary|'|leading)|write|unlink|append to)|(?:cannot|could not) (?:create|open|write) .*(?:Permission denied|Read-only)|invalid path '|insufficient permission for adding|File ?name too long|Read-only file system/i,
  ),
  // curl's lib/strerror.c, http.c, ssh
  here("timeout", /\btimed? ?out\b|Operation too slow|returned error: (?:408|504)|HTTP 504\b/i),
  // curl's lib/strerror.c, ssh's sshconnect.c, pkt-line.c, connect.c, remote-curl.c
  here(
    "offline",
    /Could not resolve|Couldn't connect|Failed to connect|unable to connect|Connection (?:refused|reset|closed|aborted)|Network is (?:unreachable|down)|No route to host|Temporary failure in name resolution|early EOF|hung up unexpectedly|unexpected disconnect|Empty reply from server|Recv failure|Send failure|RPC failed|returned error: 5\d\d|Proxy CONNECT aborted|from proxy after CONNECT|CONNECT tunnel failed|unable to access|from promisor remote/,
  ),
  // object-file.c, packfile.c, refs.c, read-cache.c
  here(
    "corrupt",
    /object file .* is empty|loose object .* is corrupt|bad object|bad tree object|bad signature|index file corrupt|index uses .* extension|unable to read (?:tree|sha1)|missing (?:blob|tree|commit)|packfile .* (?:cannot be accessed|is corrupt|does not match)|broken (?:link|ref)/i,
  ),
  // What arrived is not what was sent: fetch-pack.c, index-pack.c, unpack-objects.c, connect.c,
  // pkt-line.c. Nothing of it was kept.
  here(
    "offline",
    /index-pack failed|invalid index-pack output|unpack-objects failed|pack is corrupted|protocol error|bad line length|bad band|expected (?:flush|delim|response|packfile|service|'')|invalid (?:ls-refs|server) response|unknown object format|not valid: is this a git repository|Could not read from remote repository|hung up upon initial contact/i,
  ),
  here("corrupt", /inflate: data stream error/),
  // setup.c
  here("missing", /not a git repository|must be run in a work tree|cannot change to/),
];

/**
 * Blanks the names in a line of git's messages: what stands between quotes, and everything with a
 * slash in it. A repository called `rate-limit` or `timeout` must not look like an error.
 */
export function withoutNames(line: string): string {
  return line.replace(/(?<!\w)'[^']*'/g, "''").replace(/[^\s']*\/[^\s']*/g, "''");
}

/** Whether a line that {@link withoutNames} has cleaned is one that the pattern is about. */
export function matches({ speaker, text }: FailurePattern, line: string): boolean {
  if (speaker !== "anyone" && (speaker === "server") !== line.startsWith("remote: ")) return false;
  return text.test(line);
}

function here(kind: GitFailureKind, text: RegExp): FailurePattern {
  return { kind, speaker: "here", text };
}

function server(kind: GitFailureKind, text: RegExp): FailurePattern {
  return { kind, speaker: "server", text };
}

function anyone(kind: GitFailureKind, text: RegExp): FailurePattern {
  return { kind, speaker: "anyone", text };
}
