import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { RESCUE_PREFIX } from "../../../src/decide/rescue.ts";
import type { PreparedWorld } from "./world.ts";

/** One repository as git shows it. */
export interface SeenRepository {
  /** Each ref and the commit that it holds. */
  readonly refs: ReadonlyMap<string, string>;
  /** Every object that can be reached from a ref. */
  readonly objects: ReadonlySet<string>;
  /** What `git fsck` finds wrong. */
  readonly damage: string;
  /** Locks, and folders of ours, that nobody holds any more. */
  readonly left: readonly string[];
  /** Files with nothing in them, temporary ones of git aside: what a power cut makes of unsynced ones. */
  readonly empty: readonly string[];
}

/** Everything in a world that anybody could miss. */
export interface SeenWorld {
  readonly here: SeenRepository;
  readonly remote: SeenRepository;
  /** The branch that is checked out. */
  readonly head: string;
  /** `<mode> <id> <stage>` of each path in the index. */
  readonly index: ReadonlyMap<string, string>;
  /** The id of each file in the work tree, as a blob of git; links by what they point at. */
  readonly files: ReadonlyMap<string, string>;
}

/** Reads all of a world. */
export function readWorld(world: Pick<PreparedWorld, "here" | "remote" | "env">): SeenWorld {
  const { here, remote, env } = world;
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: here, env, encoding: "utf8" });
  const index = git("ls-files", "--stage", "-z").split("\0").filter(Boolean);
  return {
    here: readRepository(here, join(here, ".git"), env),
    remote: readRepository(remote, remote, env),
    head: readFileSync(join(here, ".git", "HEAD"), "utf8").trim(),
    index: new Map(index.map((line) => [line.split("\t")[1] ?? "", line.split("\t")[0] ?? ""])),
    files: new Map(filesBelow(here).map((file) => [relative(here, file), blobOf(file)])),
  };
}

function readRepository(cwd: string, gitDir: string, env: NodeJS.ProcessEnv): SeenRepository {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  // A symbolic ref moves with what it names.
  const format = "--format=%(if)%(symref)%(then)%(else)%(refname) %(objectname)%(end)";
  const refs = git("for-each-ref", format).split("\n").filter(Boolean);
  return {
    refs: new Map(refs.map((line) => [line.split(" ")[0] ?? "", line.split(" ")[1] ?? ""])),
    objects: new Set(
      git("rev-list", "--objects", "--no-object-names", "--all").split("\n").filter(Boolean),
    ),
    damage: fsck(git),
    left: leftIn(gitDir),
    empty: emptyIn(gitDir),
  };
}

function fsck(git: (...args: string[]) => string): string {
  try {
    return git("fsck", "--strict", "--no-dangling", "--no-progress");
  } catch (error) {
    return String(error);
  }
}

/** Tells what a rescue is for, whenever it was made. */
export function isRescue(ref: string): boolean {
  return ref.startsWith(RESCUE_PREFIX);
}

function leftIn(gitDir: string): string[] {
  const all = readdirSync(gitDir, { recursive: true, encoding: "utf8" });
  return all.filter(
    (name) =>
      (name.endsWith(".lock") && name !== join("hookline", "look.lock")) ||
      /^hookline\/(?:move|rescue-|kept|commit\.json|.*\.new$)/.test(name),
  );
}

/** What git and we need only while we run, and never read again. */
const PASSING = /\.lock$|\/tmp_|\/incoming-|\/COMMIT_EDITMSG$|\/hookline\//;

function emptyIn(gitDir: string): string[] {
  return filesBelow(gitDir).filter((file) => lstatSync(file).size === 0 && !PASSING.test(file));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== ".git")
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

function blobOf(file: string): string {
  const bytes = lstatSync(file).isSymbolicLink()
    ? readlinkSync(file, { encoding: "buffer" })
    : readFileSync(file);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
