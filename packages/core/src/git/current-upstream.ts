import type { Git } from "./run-git.ts";

/** The branch that is checked out and what it follows, in short: `main`, `origin/main`. */
export interface CurrentUpstream {
  readonly branch: string | null;
  readonly upstream: string | null;
}

/** Reads which branch is checked out and what it follows; `null` for what there is not. */
export async function currentUpstream(git: Git): Promise<CurrentUpstream> {
  const head = await git({ verb: "symbolic-ref", flags: ["-q", "HEAD"] });
  const ref = head.kind === "exited" && head.exitCode === 0 ? head.stdout.trim() : "";
  if (ref === "") return { branch: null, upstream: null };
  const followed = await git({
    verb: "for-each-ref",
    flags: ["--format=%(upstream:short)"],
    operands: [ref],
  });
  const upstream = followed.kind === "exited" ? followed.stdout.trim() : "";
  return { branch: ref.replace(/^refs\/heads\//, ""), upstream: upstream === "" ? null : upstream };
}
