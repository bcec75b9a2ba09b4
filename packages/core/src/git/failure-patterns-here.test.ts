import { describe, expect, test } from "vitest";
import type { GitFailureKind } from "../decide/git-failure.ts";
import { classify } from "./classify.ts";

interface Recorded {
  readonly kind: GitFailureKind;
  readonly stderr: string;
  /** The source file of git that prints it. */
  readonly source: string;
}

const recorded: readonly Recorded[] = [
  {
    kind: "filter",
    stderr:
      "Error downloading object: a.bin: Smudge error: batch response: Could not resolve host\nerror: external filter 'git-lfs filter-process' failed\nfatal: a.bin: smudge filter lfs failed",
    source: "git convert.c, Git LFS",
  },
  {
    kind: "unwritable",
    stderr: "error: unable to create file a/b: File name too long",
    source: "git entry.c",
  },
  { kind: "disk-full", stderr: "error: unable to write file a/b", source: "git entry.c" },
  { kind: "unwritable", stderr: "error: invalid path 'aux.txt'", source: "git read-cache.c" },
  {
    kind: "unwritable",
    stderr:
      "error: insufficient permission for adding an object to repository database .git/objects",
    source: "git object-file.c",
  },
  {
    kind: "unwritable",
    stderr: "error: cannot open '.git/FETCH_HEAD': Permission denied",
    source: "git builtin/fetch.c",
  },
  {
    kind: "unwritable",
    stderr: "fatal: Unable to create '/r/.git/index.lock': Read-only file system",
    source: "git lockfile.c",
  },
  {
    kind: "locked",
    stderr:
      "fatal: Unable to create '/r/.git/index.lock': File exists.\n\nAnother git process seems to be running",
    source: "git lockfile.c",
  },
  {
    kind: "locked",
    stderr: "error: cannot lock ref 'refs/remotes/origin/main': is at 1 but expected 2",
    source: "git refs/files-backend.c",
  },
  {
    kind: "disk-full",
    stderr:
      "error: cannot lock ref 'refs/heads/main': Unable to create '/r/.git/refs/heads/main.lock': No space left on device",
    source: "git refs/files-backend.c",
  },
  {
    kind: "disk-full",
    stderr:
      "fatal: update_ref failed for ref 'refs/heads/main': cannot update ref 'refs/heads/main': couldn't write '/r/.git/refs/heads/main.lock'",
    source: "git refs/files-backend.c",
  },
  {
    kind: "unwritable",
    stderr:
      "error: cannot lock ref 'refs/heads/main': Unable to create '/r/.git/refs/heads/main.lock': Input/output error",
    source: "git refs/files-backend.c",
  },
  {
    kind: "unwritable",
    stderr:
      "fatal: update_ref failed for ref 'refs/heads/a/b': cannot lock ref 'refs/heads/a/b': unable to create directory for .git/refs/heads/a/b",
    source: "git refs/files-backend.c",
  },
  {
    kind: "disk-full",
    stderr: "fatal: sha1 file '/r/.git/index.lock' write error. Out of diskspace",
    source: "git csum-file.c",
  },
  {
    kind: "disk-full",
    stderr: "fatal: write error: No space left on device",
    source: "strerror(3)",
  },
  {
    kind: "disk-full",
    stderr: "error: unable to create temporary file: No space left on device",
    source: "git object-file.c",
  },
  {
    kind: "no-identity",
    stderr: "fatal: unable to auto-detect email address (got 'x@y.(none)')",
    source: "git ident.c",
  },
  {
    kind: "foreign-owner",
    stderr: "fatal: detected dubious ownership in repository at '/r'",
    source: "git setup.c",
  },
  {
    kind: "corrupt",
    stderr:
      "error: object file .git/objects/aa/bb is empty\nfatal: loose object aabb (stored in .git/objects/aa/bb) is corrupt",
    source: "git object-file.c",
  },
  { kind: "corrupt", stderr: "fatal: index file corrupt", source: "git read-cache.c" },
  {
    kind: "missing",
    stderr: "fatal: not a git repository (or any of the parent directories): .git",
    source: "git setup.c",
  },
  { kind: "unknown", stderr: "fatal: something nobody has seen before", source: "" },
];

describe("what git prints when it fails here", () => {
  test.each(recorded)("$kind: $stderr ($source)", ({ kind, stderr }) => {
    expect(classify({ kind: "exited", exitCode: 128, stdout: "", stderr }).kind).toBe(kind);
  });
});
