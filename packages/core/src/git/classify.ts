import type { GitFailure, GitFailureKind } from "../decide/git-failure.ts";
import type { GitExit } from "./git-process.ts";
import { describeExit, plainLine } from "./run-git.ts";

/**
 * What git, ssh and curl print (with `LC_ALL=C`) for each kind of failure; the first match wins.
 *
 * git has no machine-readable reason for a failed fetch, so this is the one place that reads
 * text meant for people. What is not recognised stays `unknown` and is retried later.
 */
const PATTERNS: readonly (readonly [RegExp, GitFailureKind])[] = [
  // setup.c, ensure_valid_ownership
  [/detected dubious ownership/i, "foreign-owner"],
  // lockfile.c, refs/files-backend.c
  [/Unable to create '.*\.lock': File exists|cannot lock ref/i, "locked"],
  // strerror(ENOSPC), strerror(EDQUOT)
  [/No space left on device|Disk quota exceeded/i, "disk-full"],
  // remote-curl.c, credential.c, sideband of forges, ssh's sshconnect2.c
  [
    /Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|Permission denied \(|Host key verification failed|Invalid username or (?:password|token)|The requested URL returned error: (?:401|403)|Too many authentication failures/i,
    "auth",
  ],
  // remote-curl.c, connect.c, forges
  [
    /repository '.*' not found|Repository not found|does not appear to be a git repository|The requested URL returned error: 404|project you were looking for could not be found/i,
    "not-found",
  ],
  // curl's lib/strerror.c, http.c, ssh
  [/timed? ?out|Operation too slow|The requested URL returned error: (?:408|504)/i, "timeout"],
  [
    /Could not resolve|Couldn't connect|Failed to connect|Connection refused|Connection reset|Connection closed|Network is (?:unreachable|down)|No route to host|early EOF|hung up unexpectedly|unexpected disconnect|Empty reply from server|Recv failure|Send failure|RPC failed|The requested URL returned error: (?:429|5\d\d)|unable to access/i,
    "offline",
  ],
  // object-file.c, packfile.c, refs.c
  [
    /object file .* is empty|loose object .* is corrupt|bad object|unable to read (?:tree|sha1)|index file corrupt|bad signature|missing (?:blob|tree|commit)|did not match any file\(s\) known|inflate: data stream error/i,
    "corrupt",
  ],
  // setup.c
  [/not a git repository|must be run in a work tree|cannot change to/i, "missing"],
];

const NOT_STARTED = { git: "git-missing", folder: "missing", other: "unknown" } as const;

/** Sorts a git command that did not succeed into the kinds of `GitFailure`. */
export function classify(exit: GitExit): GitFailure {
  switch (exit.kind) {
    case "timed-out":
      return { kind: "timeout", detail: describeExit(exit) };
    case "stopped":
      return { kind: "stopped", detail: describeExit(exit) };
    case "too-much-output":
      return { kind: "unknown", detail: describeExit(exit) };
    case "not-started":
      return { kind: NOT_STARTED[exit.lacks], detail: describeExit(exit) };
    case "exited": {
      const lines = exit.stderr.split("\n");
      for (const [pattern, kind] of PATTERNS) {
        const line = lines.find((text) => pattern.test(text));
        if (line !== undefined) return { kind, detail: plainLine(line) };
      }
      return { kind: "unknown", detail: describeExit(exit) };
    }
  }
}
