import { describe, expect, test } from "vitest";
import type { GitFailureKind } from "../decide/git-failure.ts";
import { pushOutcome } from "./push.ts";

interface Recorded {
  readonly kind: GitFailureKind;
  readonly summary: string;
  readonly said: readonly string[];
  /** Where the text comes from. */
  readonly source: string;
}

const HOOK = "[remote rejected] (pre-receive hook declined)";
const PROTECTED = "[remote rejected] (protected branch hook declined)";

const recorded: readonly Recorded[] = [
  { kind: "moved", summary: "[rejected] (stale info)", said: [], source: "git send-pack.c" },
  { kind: "moved", summary: "[rejected] (fetch first)", said: [], source: "git send-pack.c" },
  {
    kind: "moved",
    summary: "[remote rejected] (failed to update ref)",
    said: ["remote: error: cannot lock ref 'refs/heads/main': is at 1 but expected 2"],
    source: "git builtin/receive-pack.c, before 2.50",
  },
  {
    kind: "moved",
    summary: "[remote rejected] (incorrect old value provided)",
    said: [],
    source: "git refs.c, from 2.50",
  },
  {
    kind: "moved",
    summary: "[remote rejected] (cannot lock ref 'refs/heads/main': is at 1 but expected 2)",
    said: [],
    source: "GitHub",
  },
  {
    kind: "refused",
    summary: "[remote rejected] (failed to update ref)",
    said: [
      "remote: error: cannot lock ref 'refs/heads/a/b': 'refs/heads/a' exists; cannot create 'refs/heads/a/b'",
    ],
    source: "git refs.c",
  },
  {
    kind: "remote-trouble",
    summary: "[remote rejected] (failed to update ref)",
    said: [
      "remote: error: cannot lock ref 'refs/heads/main': Unable to create '/r/main.lock': Permission denied",
    ],
    source: "git refs/files-backend.c",
  },
  {
    kind: "protected",
    summary: PROTECTED,
    said: [
      "remote: error: GH006: Protected branch update failed for refs/heads/dev.        ",
      "remote: error: Changes must be made through a pull request.        ",
    ],
    source: "github.com/desktop/desktop/issues/17586",
  },
  {
    kind: "protected",
    summary: "[remote rejected] (push declined due to repository rule violations)",
    said: [
      "remote: error: GH013: Repository rule violations found for refs/heads/main.",
      "remote: - Changes must be made through a pull request.",
    ],
    source: "GitHub rulesets",
  },
  {
    kind: "refused",
    summary: "[remote rejected] (push declined due to repository rule violations)",
    said: [
      "remote: error: GH013: Repository rule violations found for refs/heads/main.",
      "remote: - GITHUB PUSH PROTECTION",
      "remote:     - Push cannot contain secrets",
    ],
    source: "github.com/palxiao/poster-design/issues/140",
  },
  {
    kind: "refused",
    summary: HOOK,
    said: [
      "remote: error: File a.zip is 301.74 MB; this exceeds GitHub's file size limit of 100.00 MB",
      "remote: error: GH001: Large files detected. You may want to try Git Large File Storage - https://git-lfs.github.com.",
    ],
    source: "github.com/git-lfs/git-lfs/issues/6330",
  },
  {
    kind: "protected",
    summary: HOOK,
    said: [
      "remote: GitLab: You are not allowed to push code to protected branches on this project.",
    ],
    source: "GitLab lib/gitlab/checks/branch_check.rb",
  },
  {
    kind: "protected",
    summary: HOOK,
    said: [
      "remote: GitLab: You are not allowed to force push code to a protected branch on this project.",
    ],
    source: "github.com/sameersbn/docker-gitlab/issues/1012",
  },
  {
    kind: "protected",
    summary: HOOK,
    said: ["remote: Gitea: Not allowed to push to protected branch main"],
    source: "Gitea routers/private/hook_pre_receive.go",
  },
  {
    kind: "denied",
    summary: HOOK,
    said: ["remote: Gitea: User permission denied for writing."],
    source: "github.com/go-gitea/gitea/issues/31525",
  },
  {
    kind: "protected",
    summary: HOOK,
    said: ["remote: Branch refs/heads/main can only be modified through pull requests."],
    source: "Bitbucket Data Center, branch permissions",
  },
  {
    kind: "protected",
    summary:
      "[remote rejected] (TF402455: Pushes to this branch are not permitted; you must use a pull request to update this branch.)",
    said: [],
    source: "github.com/microsoft/coe-starter-kit/issues/3597",
  },
  {
    kind: "protected",
    summary: "[remote rejected] (prohibited by Gerrit: not permitted: update)",
    said: [],
    source: "Gerrit ReceiveCommits.java",
  },
  {
    kind: "protected",
    summary: "[remote rejected] (non-fast-forward)",
    said: ["remote: error: denying non-fast-forward refs/heads/main (you should pull first)"],
    source: "git builtin/receive-pack.c, receive.denyNonFastForwards",
  },
  {
    kind: "protected",
    summary: "[remote rejected] (deletion prohibited)",
    said: ["remote: error: denying ref deletion for refs/heads/main"],
    source: "git builtin/receive-pack.c, receive.denyDeletes",
  },
  {
    kind: "denied",
    summary:
      "[remote rejected] (refusing to allow a Personal Access Token to create or update workflow `.github/workflows/tests.yml` without `workflow` scope)",
    said: [],
    source: "github.com/GERSL/pycold/issues/13",
  },
  {
    kind: "denied",
    summary: "[remote rejected] (permission denied)",
    said: [],
    source: "github.com/thewh1teagle/sherpa-rs/pull/31",
  },
  {
    kind: "denied",
    summary: "[remote rejected] (hook declined)",
    said: ["remote: FATAL: W refs/heads/RELEASE_3_5 packages/BiocStyle a.oles DENIED by fallthru"],
    source: "github.com/Bioconductor/bioc_git_transition/issues/19 (gitolite)",
  },
  { kind: "refused", summary: HOOK, said: ["remote: the tests fail"], source: "githooks(5)" },
  {
    kind: "refused",
    summary: "[remote rejected] (hook declined)",
    said: [],
    source: "githooks(5), update",
  },
  {
    kind: "refused",
    summary: "[remote rejected] (branch is currently checked out)",
    said: [],
    source: "git builtin/receive-pack.c, receive.denyCurrentBranch",
  },
  {
    kind: "refused",
    summary: "[remote rejected] (shallow update not allowed)",
    said: [],
    source: "git builtin/receive-pack.c",
  },
  {
    kind: "remote-trouble",
    summary: "[remote rejected] (unpacker error)",
    said: [
      "remote: fatal: write error: No space left on device",
      "error: remote unpack failed: index-pack abnormal exit",
    ],
    source: "github.com/OpenNeuroOrg/openneuro/issues/3509",
  },
  {
    kind: "remote-trouble",
    summary: "[remote rejected] (unpacker error)",
    said: ["error: remote unpack failed: unable to create temporary object directory"],
    source: "github.com/OpenNeuroOrg/openneuro/issues/2839",
  },
  {
    kind: "remote-trouble",
    summary: "[remote rejected] (unable to migrate objects to permanent storage)",
    said: [],
    source: "github.com/gogs/gogs/issues/5213",
  },
  {
    kind: "refused",
    summary: "[remote rejected] (n/a (unpacker error))",
    said: [
      "error: remote unpack failed: error Object too large (2,577,619,487 bytes), rejecting the pack.",
    ],
    source: "github.com/gitbucket/gitbucket/issues/2515",
  },
  {
    kind: "remote-trouble",
    summary: "[remote failure] (remote failed to report status)",
    said: [],
    source: "git transport.c",
  },
];

describe("a push that the server does not take", () => {
  test.each(recorded)("$kind: $summary $said ($source)", ({ kind, summary, said }) => {
    const outcome = pushOutcome({
      kind: "exited",
      exitCode: 1,
      stdout: `To h:r.git\n!\tabc:refs/heads/main\t${summary}\nDone\n`,
      stderr: said.join("\n"),
    });
    expect(outcome.kind === "failed" ? outcome.failure.kind : outcome.kind).toBe(kind);
  });

  test("that nobody recognises is said in the server's own words", () => {
    const outcome = pushOutcome({
      kind: "exited",
      exitCode: 1,
      stdout: `!\tabc:refs/heads/main\t${HOOK}\n`,
      stderr: "remote: the tests fail        \nerror: failed to push some refs to 'h:r.git'\n",
    });
    expect(outcome).toEqual({
      kind: "failed",
      failure: { kind: "refused", detail: `${HOOK} the tests fail` },
    });
  });
});
