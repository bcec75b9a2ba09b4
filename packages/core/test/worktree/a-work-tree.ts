import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { type AbsolutePath, absolutePath, commitId, refName } from "../../src/decide/brands.ts";
import { blobIdOfFile } from "../../src/git/blob-id.ts";
import { locate } from "../../src/git/locate.ts";
import { openGit } from "../../src/git/run-git.ts";
import type { MoveRequest } from "../../src/sync/port.ts";
import { type MemoryLog, memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import type { WorktreeTools } from "../../src/worktree/tools.ts";

/** What to put at a path: a file's text, a link's target, an executable, or nothing. */
export type Content = string | { readonly link: string } | { readonly script: string } | null;

/** Paths and what they hold. */
export type Files = Readonly<Record<string, Content>>;

/** A repository between two commits of `main`: at the first, and about to move to the second. */
export interface WorkTree {
  readonly scratch: Scratch;
  readonly root: AbsolutePath;
  readonly tools: WorktreeTools;
  readonly log: MemoryLog;
  readonly request: MoveRequest;
  readonly git: (...args: string[]) => Promise<string>;
  readonly write: (files: Files) => Promise<void>;
  /** Everything but `.git`, as text: what a person sees. */
  readonly read: () => Promise<Record<string, string>>;
  /** The request, with the present bytes of these files (or `null`) as replaceable. */
  readonly replacing: (...paths: string[]) => Promise<MoveRequest>;
}

/** Opens git for a work tree. */
export async function toolsFor(
  root: AbsolutePath,
  scratch: Scratch,
  log: MemoryLog,
): Promise<WorktreeTools> {
  const git = openGit({ env: scratch.env, log: log.log }, root);
  const located = await locate(git);
  if (located.kind !== "repository") throw new Error(`no repository at ${root}`);
  return { git, place: located.place, log: log.log, limits: { deadlineMs: 60_000 } };
}

/** Makes a repository with two commits, and checks out the first. */
export async function aWorkTree(
  first: Files,
  second: Files,
  config: readonly string[] = [],
): Promise<WorkTree> {
  const scratch = await makeScratch("worktree");
  const root = scratch.path("tree");
  await scratch.git(scratch.root, "init", "--quiet", "tree");
  const git = (...args: string[]): Promise<string> => scratch.git(root, ...args);
  for (const setting of config) await git("config", ...setting.split("="));
  const write = (files: Files): Promise<void> => writeFiles(root, files);
  const commit = async (files: Files, message: string): Promise<string> => {
    await write(files);
    await git("add", "--all", "--force");
    await git("commit", "--quiet", "--allow-empty", "-m", message);
    return git("rev-parse", "HEAD");
  };
  const from = await commit({ "keep.txt": "kept", ...first }, "first");
  const to = await commit(second, "second");
  await git("reset", "--quiet", "--hard", from);
  const log = memoryLog();
  const tools = await toolsFor(root, scratch, log);
  const request: MoveRequest = {
    branch: refName("refs/heads/main"),
    from: commitId(from),
    to: commitId(to),
    replaceable: new Map(),
    cause: "fast-forward",
  };
  const replacing = async (...paths: string[]): Promise<MoveRequest> => {
    const ids = paths.map(
      async (path) => [path, await blobIdOfFile(join(root, path), "sha1")] as const,
    );
    return { ...request, replaceable: new Map(await Promise.all(ids)) };
  };
  return { scratch, root, tools, log, request, git, write, read: () => readFiles(root), replacing };
}

/** Puts files, links and nothing where the names say. */
export async function writeFiles(root: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    await rm(file, { recursive: true, force: true });
    if (content === null) continue;
    await mkdir(dirname(file), { recursive: true });
    if (typeof content === "string") await writeFile(file, content);
    else if ("link" in content) await symlink(content.link, file);
    else {
      await writeFile(file, content.script);
      await chmod(file, 0o755);
    }
  }
}

/** Reads a folder as a person sees it. */
export async function readFiles(root: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of await readdir(root, { recursive: true })) {
    if (name === ".git" || name.startsWith(".git/")) continue;
    const file = absolutePath(join(root, name));
    const stats = await lstat(file);
    if (stats.isSymbolicLink()) found[name] = `-> ${await readlink(file)}`;
    else if (stats.isFile()) {
      const mark = (stats.mode & 0o100) === 0 ? "" : "x ";
      found[name] = `${mark}${await readFile(file, "utf8")}`;
    } else if (stats.isDirectory() && (await readdir(file)).length === 0)
      found[name] = "empty folder";
  }
  return Object.fromEntries(
    Object.entries(found).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
