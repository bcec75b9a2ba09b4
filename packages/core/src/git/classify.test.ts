import { describe, expect, test } from "vitest";
import type { GitFailureKind } from "../decide/git-failure.ts";
import { classify } from "./classify.ts";

/** What git 2.39, curl 7.88 and OpenSSH 9.2 print, recorded. */
const recorded: readonly (readonly [GitFailureKind, string])[] = [
  [
    "offline",
    "fatal: unable to access 'http://127.0.0.1:1/r/': Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server",
  ],
  [
    "offline",
    "fatal: unable to access 'https://no.invalid/r/': Could not resolve host: no.invalid",
  ],
  [
    "offline",
    "ssh: Could not resolve hostname no.invalid: Name or service not known\nfatal: Could not read from remote repository.",
  ],
  [
    "offline",
    "ssh: connect to host h port 22: Connection refused\nfatal: Could not read from remote repository.",
  ],
  [
    "offline",
    "kex_exchange_identification: Connection closed by remote host\nfatal: Could not read from remote repository.",
  ],
  [
    "offline",
    "error: RPC failed; curl 56 Recv failure: Connection reset by peer\nfatal: the remote end hung up unexpectedly",
  ],
  ["offline", "fatal: unable to access 'https://h/r/': The requested URL returned error: 503"],
  [
    "timeout",
    "ssh: connect to host 10.0.0.1 port 22: Connection timed out\nfatal: Could not read from remote repository.",
  ],
  [
    "timeout",
    "fatal: unable to access 'https://h/r/': Operation too slow. Less than 1000 bytes/sec transferred the last 30 seconds",
  ],
  ["auth", "fatal: could not read Username for 'https://h': terminal prompts disabled"],
  ["auth", "fatal: Authentication failed for 'https://h/r/'"],
  ["auth", "fatal: unable to access 'https://h/r/': The requested URL returned error: 403"],
  ["auth", "git@h: Permission denied (publickey).\nfatal: Could not read from remote repository."],
  ["auth", "Host key verification failed.\nfatal: Could not read from remote repository."],
  ["not-found", "fatal: repository 'http://h/none.git/' not found"],
  ["not-found", "remote: Repository not found.\nfatal: repository 'https://h/r/' not found"],
  [
    "not-found",
    "fatal: '/nowhere/r.git' does not appear to be a git repository\nfatal: Could not read from remote repository.",
  ],
  [
    "locked",
    "fatal: Unable to create '/r/.git/index.lock': File exists.\n\nAnother git process seems to be running",
  ],
  ["locked", "error: cannot lock ref 'refs/remotes/origin/main': is at 1 but expected 2"],
  ["disk-full", "fatal: write error: No space left on device"],
  ["foreign-owner", "fatal: detected dubious ownership in repository at '/r'"],
  [
    "corrupt",
    "error: object file .git/objects/aa/bb is empty\nfatal: loose object aabb (stored in .git/objects/aa/bb) is corrupt",
  ],
  ["missing", "fatal: not a git repository (or any of the parent directories): .git"],
  ["unknown", "fatal: something nobody has seen before"],
  ["unknown", "error: cannot open '.git/FETCH_HEAD': Permission denied"],
];

describe("failures of git", () => {
  test.each(recorded)("%s: %s", (kind, stderr) => {
    expect(classify({ kind: "exited", exitCode: 128, stdout: "", stderr }).kind).toBe(kind);
  });

  test.each([
    [{ kind: "timed-out", afterMs: 9 }, "timeout"],
    [{ kind: "stopped" }, "stopped"],
    [{ kind: "too-much-output", limitBytes: 9 }, "unknown"],
    [{ kind: "not-started", lacks: "git", problem: "spawn git ENOENT" }, "git-missing"],
    [{ kind: "not-started", lacks: "folder", problem: "spawn git ENOENT" }, "missing"],
  ] as const)("%j", (exit, kind) => {
    expect(classify(exit).kind).toBe(kind);
  });

  test("the detail is the line that tells, not the one that git adds below it", () => {
    const stderr =
      "git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.\n";
    expect(classify({ kind: "exited", exitCode: 128, stdout: "", stderr })).toEqual({
      kind: "auth",
      detail: "git@h: Permission denied (publickey).",
    });
  });

  test("the detail is git's last telling line, not its advice", () => {
    const stderr = "hint: do this\nfatal: it broke\nhint: or that\n";
    expect(classify({ kind: "exited", exitCode: 128, stdout: "", stderr }).detail).toBe("it broke");
  });
});
