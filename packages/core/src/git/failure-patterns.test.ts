import { describe, expect, test } from "vitest";
import type { GitFailureKind } from "../decide/git-failure.ts";
import { classify } from "./classify.ts";

interface Recorded {
  readonly kind: GitFailureKind;
  readonly stderr: string;
  /** Where the text comes from: a source file of git, curl, OpenSSH, or a public report. */
  readonly source: string;
}

const COULD_NOT_READ = "\nfatal: Could not read from remote repository.";
const curl = (text: string): string => `fatal: unable to access 'https://h/r/': ${text}`;

const recorded: readonly Recorded[] = [
  {
    kind: "offline",
    stderr: curl("Failed to connect to h port 443 after 0 ms: Couldn't connect to server"),
    source: "curl lib/connect.c",
  },
  { kind: "offline", stderr: curl("Could not resolve host: no.invalid"), source: "curl lib/url.c" },
  {
    kind: "offline",
    stderr: `ssh: Could not resolve hostname no.invalid: Name or service not known${COULD_NOT_READ}`,
    source: "OpenSSH ssh.c",
  },
  {
    kind: "offline",
    stderr: `ssh: connect to host h port 22: Connection refused${COULD_NOT_READ}`,
    source: "OpenSSH sshconnect.c",
  },
  {
    kind: "offline",
    stderr: `ssh: connect to host h port 22: No route to host${COULD_NOT_READ}`,
    source: "OpenSSH sshconnect.c",
  },
  {
    kind: "offline",
    stderr: `kex_exchange_identification: Connection closed by remote host${COULD_NOT_READ}`,
    source: "OpenSSH kex.c",
  },
  {
    kind: "offline",
    stderr:
      "fatal: unable to connect to 127.0.0.1:\n127.0.0.1[0: 127.0.0.1]: errno=Connection refused",
    source: "git connect.c (git://)",
  },
  {
    kind: "offline",
    stderr:
      "error: RPC failed; curl 56 Recv failure: Connection reset by peer\nfatal: the remote end hung up unexpectedly",
    source: "git remote-curl.c",
  },
  { kind: "offline", stderr: curl("The requested URL returned error: 503"), source: "git http.c" },
  {
    kind: "offline",
    stderr: curl("Received HTTP code 500 from proxy after CONNECT"),
    source: "github.com/alibaba/git-repo-go/issues/49",
  },
  {
    kind: "offline",
    stderr: curl("Proxy CONNECT aborted"),
    source: "github.com/MISP/MISP/issues/3524",
  },
  { kind: "offline", stderr: curl("Could not resolve proxy: p"), source: "curl lib/url.c" },
  {
    kind: "timeout",
    stderr: `ssh: connect to host 10.0.0.1 port 22: Connection timed out${COULD_NOT_READ}`,
    source: "OpenSSH sshconnect.c",
  },
  {
    kind: "timeout",
    stderr: curl("Operation too slow. Less than 1000 bytes/sec transferred the last 30 seconds"),
    source: "curl lib/speedcheck.c",
  },
  {
    kind: "auth",
    stderr: "fatal: could not read Username for 'https://h': terminal prompts disabled",
    source: "git credential.c, prompt.c",
  },
  { kind: "auth", stderr: "fatal: Authentication failed for 'https://h/r/'", source: "git http.c" },
  {
    kind: "auth",
    stderr: `git@h: Permission denied (publickey).${COULD_NOT_READ}`,
    source: "OpenSSH sshconnect2.c",
  },
  {
    kind: "auth",
    stderr: `Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures${COULD_NOT_READ}`,
    source: "OpenSSH auth2.c",
  },
  {
    kind: "auth",
    stderr: `remote: Invalid username or token. Password authentication is not supported for Git operations.\n${curl("The requested URL returned error: 403")}`,
    source: "GitHub",
  },
  {
    kind: "auth",
    stderr: "remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://h/r/'",
    source: "GitLab",
  },
  {
    kind: "auth",
    stderr: curl("Received HTTP code 407 from proxy after CONNECT"),
    source: "github.com/desktop/desktop/issues/15113",
  },
  {
    kind: "auth",
    stderr: curl("CONNECT tunnel failed, response 407"),
    source: "github.com/landstrip/landstrip/issues/129",
  },
  { kind: "denied", stderr: curl("The requested URL returned error: 403"), source: "git http.c" },
  {
    kind: "denied",
    stderr: `remote: Permission to djmaxus/matlab-repo-init.git denied to github-actions[bot].\n${curl("The requested URL returned error: 403")}`,
    source: "github.com/maael/template-repository-usage-action/issues/487",
  },
  {
    kind: "denied",
    stderr: `ERROR: Permission to a/rate-limit.git denied to b.${COULD_NOT_READ}`,
    source: "GitHub over ssh; the name must not be taken for a reason",
  },
  {
    kind: "denied",
    stderr: "fatal: remote error: access denied or repository not exported: /r.git",
    source: "git daemon.c",
  },
  {
    kind: "unverified",
    stderr: `@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key for h has changed and you have requested strict checking.\nHost key verification failed.${COULD_NOT_READ}`,
    source: "OpenSSH sshconnect.c",
  },
  {
    kind: "unverified",
    stderr: `No ED25519 host key is known for h and you have requested strict checking.\nHost key verification failed.${COULD_NOT_READ}`,
    source: "OpenSSH sshconnect.c",
  },
  {
    kind: "unverified",
    stderr: curl("SSL certificate problem: self-signed certificate in certificate chain"),
    source: "github.com/markh794/mhvtl/issues/174",
  },
  {
    kind: "unverified",
    stderr: curl(
      "server certificate verification failed. CAfile: /etc/ssl/certs/ca-certificates.crt CRLfile: none",
    ),
    source: "github.com/Altinn/altinn-studio/issues/100",
  },
  {
    kind: "unverified",
    stderr: curl("SSL: no alternative certificate subject name matches target host name 'other'"),
    source: "curl lib/vtls",
  },
  {
    kind: "not-found",
    stderr: "fatal: repository 'http://h/none.git/' not found",
    source: "git remote-curl.c",
  },
  {
    kind: "not-found",
    stderr: "remote: Repository not found.\nfatal: repository 'https://h/r/' not found",
    source: "GitHub",
  },
  {
    kind: "not-found",
    stderr: `ERROR: Repository not found.${COULD_NOT_READ}`,
    source: "GitHub over ssh",
  },
  {
    kind: "not-found",
    stderr: `fatal: '/nowhere/timeout.git' does not appear to be a git repository${COULD_NOT_READ}`,
    source: "git builtin/upload-pack.c",
  },
  {
    kind: "not-found",
    stderr: `fatal: 'origin' does not appear to be a git repository${COULD_NOT_READ}`,
    source: "git: a remote that is not configured is taken for a path",
  },
  { kind: "bad-remote", stderr: "fatal: transport 'ext' not allowed", source: "git transport.c" },
  {
    kind: "bad-remote",
    stderr: "git: 'remote-foo' is not a git command. See 'git --help'.",
    source: "git transport-helper.c, help.c",
  },
  {
    kind: "bad-remote",
    stderr: curl("URL using bad/illegal format or missing URL"),
    source: "curl lib/strerror.c",
  },
  {
    kind: "bad-remote",
    stderr: curl('Protocol "foo" not supported or disabled in libcurl'),
    source: "curl lib/url.c",
  },
  {
    kind: "bad-remote",
    stderr: "fatal: strange hostname '-oX=y' blocked",
    source: "git connect.c",
  },
  {
    kind: "moved",
    stderr: "fatal: couldn't find remote ref refs/heads/main",
    source: "git builtin/fetch.c",
  },
  {
    kind: "refused",
    stderr:
      "error: RPC failed; HTTP 413 curl 22 The requested URL returned error: 413\nfatal: the remote end hung up unexpectedly",
    source: "git remote-curl.c",
  },
  {
    kind: "refused",
    stderr:
      "remote: fatal: pack exceeds maximum allowed size (2.00 GiB)\nfatal: the remote end hung up unexpectedly",
    source: "git builtin/index-pack.c",
  },
  {
    kind: "rate-limited",
    stderr: curl("The requested URL returned error: 429"),
    source: "github.com/jgehrcke/github-repo-stats/issues/72",
  },
  {
    kind: "rate-limited",
    stderr: `remote: This request was rate-limited due to too many requests. Reduce the frequency of your requests or try again later.\n${curl("The requested URL returned error: 403")}`,
    source: "github.com/ROCm/TheRock/issues/6431",
  },
  {
    kind: "rate-limited",
    stderr:
      "error: RPC failed; HTTP 429 curl 22 The requested URL returned error: 429\nfatal: expected 'packfile'",
    source: "github.com/sansan0/TrendRadar/issues/502",
  },
  {
    kind: "rate-limited",
    stderr: `Not allowed at this time${COULD_NOT_READ}`,
    source: "OpenSSH sshd.c (PerSourcePenalties)",
  },
  {
    kind: "rate-limited",
    stderr: `Exceeded MaxStartups${COULD_NOT_READ}`,
    source: "OpenSSH sshd.c",
  },
  {
    kind: "remote-trouble",
    stderr:
      "remote: fatal: write error: No space left on device\nerror: remote unpack failed: index-pack abnormal exit",
    source: "github.com/OpenNeuroOrg/openneuro/issues/3509",
  },
  {
    kind: "remote-trouble",
    stderr:
      "remote: aborting due to possible repository corruption on the remote side.\nfatal: early EOF",
    source: "git upload-pack.c",
  },
  // What arrived is not what was sent: the repository here is whole.
  {
    kind: "offline",
    stderr:
      "error: inflate: data stream error (invalid distance too far back)\nfatal: unpack-objects failed",
    source: "git builtin/unpack-objects.c, fetch-pack.c",
  },
  {
    kind: "offline",
    stderr:
      "fatal: pack is corrupted (SHA1 mismatch)\nfatal: fetch-pack: invalid index-pack output",
    source: "git builtin/index-pack.c, fetch-pack.c",
  },
  {
    kind: "offline",
    stderr: "fatal: expected flush after ref listing",
    source: "git connect.c",
  },
  { kind: "offline", stderr: COULD_NOT_READ.trim(), source: "git connect.c" },
  {
    kind: "corrupt",
    stderr: "error: inflate: data stream error (incorrect data check)",
    source: "git object-file.c",
  },
];

describe("what git, ssh, curl and the forges print when a remote fails", () => {
  test.each(recorded)("$kind: $stderr ($source)", ({ kind, stderr }) => {
    expect(classify({ kind: "exited", exitCode: 128, stdout: "", stderr }).kind).toBe(kind);
  });

  test.each([
    "https://h/429/HTTP 429.git",
    "https://h/rate-limit.git",
    "/home/me/No space left on device",
    "/home/me/Authentication failed",
  ])("a remote that is called %s is no reason of its own", (name) => {
    const stderr = `fatal: '${name}' does not appear to be a git repository${COULD_NOT_READ}`;
    expect(classify({ kind: "exited", exitCode: 128, stdout: "", stderr }).kind).toBe("not-found");
  });
});
