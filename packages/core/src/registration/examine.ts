import { realpath, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Candidate } from "../decide/admission.ts";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import { CLOUD_MARKS, cloudService } from "../decide/cloud-folder.ts";
import { classify } from "../git/classify.ts";
import { listConfig } from "../git/config-list.ts";
import { locate } from "../git/locate.ts";
import { describeExit, type GitDoor, openGit } from "../git/run-git.ts";

/** Resolves what a person typed, links included, as git does; a path that is not there stays as it is. */
export async function resolvePath(cwd: string, typed: string): Promise<AbsolutePath> {
  const path = resolve(cwd, typed);
  return absolutePath(await realpath(path).catch(() => path));
}

/** Finds out what stands at a path, for `admit` to decide. Changes nothing. */
export async function examine(door: GitDoor, path: AbsolutePath): Promise<Candidate> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return { kind: "nothing" };
  if (!stats.isDirectory()) return { kind: "file" };
  const git = openGit(door, path);
  const located = await locate(git);
  switch (located.kind) {
    case "bare":
      return { kind: "bare" };
    case "inside-git-dir":
      return { kind: "git-folder" };
    case "failed": {
      const { kind } = classify(located.exit);
      if (kind === "foreign-owner") return { kind: "foreign-owner" };
      if (kind === "missing") return { kind: "no-repository" };
      return { kind: "unreadable", detail: describeExit(located.exit) };
    }
    case "repository":
      break;
  }
  const { root } = located.place;
  const config = await listConfig(git);
  if (config.kind === "failed") return { kind: "unreadable", detail: describeExit(config.exit) };
  const above = await git({
    verb: "rev-parse",
    flags: ["--show-superproject-working-tree"],
  });
  const superproject = above.kind === "exited" ? above.stdout.trimEnd() : "";
  const outer = await locate(openGit(door, absolutePath(dirname(root))));
  return {
    kind: "repository",
    root,
    superproject: superproject === "" ? null : absolutePath(superproject),
    outer: outer.kind === "repository" ? outer.place.root : null,
    cloud: cloudService(root, await marksAbove(root)),
    remotes: config.entries.flatMap(({ key }) => /^remote\.(.+)\.url$/s.exec(key)?.[1] ?? []),
  };
}

/** Finds the marks of synchronisers in a folder and in every one above it. */
async function marksAbove(folder: string): Promise<string[]> {
  const marks = Object.keys(CLOUD_MARKS);
  const found = await Promise.all(
    marks.map((mark) =>
      stat(join(folder, mark)).then(
        () => [mark],
        () => [],
      ),
    ),
  );
  const above = dirname(folder);
  return [...found.flat(), ...(above === folder ? [] : await marksAbove(above))];
}
