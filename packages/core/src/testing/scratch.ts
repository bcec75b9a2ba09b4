import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";

const run = promisify(execFile);

/** A folder of its own for one test, with a home and a git identity that touch nothing else. */
export interface Scratch {
  readonly root: AbsolutePath;
  /** The environment of a user who lives in this folder. */
  readonly env: NodeJS.ProcessEnv;
  readonly path: (...names: string[]) => AbsolutePath;
  /** Runs git as that user, with hooks; resolves to its trimmed output, rejects when it fails. */
  readonly git: (cwd: string, ...args: string[]) => Promise<string>;
  /** Makes a bare repository with one commit on `main`. */
  readonly remote: (name?: string) => Promise<AbsolutePath>;
  /** Clones a remote. */
  readonly clone: (remote: string, name: string) => Promise<AbsolutePath>;
  /** Writes a file and commits it; resolves to the commit. */
  readonly commit: (repository: string, file: string, text?: string) => Promise<string>;
  readonly remove: () => Promise<void>;
}

/**
 * Makes a scratch folder.
 *
 * @param name shows in the folder's name; `KEEP_SCRATCH=1` keeps it for a look afterwards
 */
export async function makeScratch(name = "test"): Promise<Scratch> {
  const root = absolutePath(await realpath(await mkdtemp(join(tmpdir(), `hookline-${name}-`))));
  const path = (...names: string[]): AbsolutePath => absolutePath(join(root, ...names));
  const home = path("home");
  await mkdir(home);
  await writeFile(
    join(home, ".gitconfig"),
    "[user]\n\tname = Test\n\temail = test@example.org\n[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n",
  );
  const env = {
    PATH: process.env["PATH"],
    HOME: home,
    LC_ALL: "C",
    TMPDIR: tmpdir(),
    HOOKLINE_HOME: path("state"),
  };
  const git = async (cwd: string, ...args: string[]): Promise<string> => {
    const { stdout } = await run("git", args, { cwd, env, maxBuffer: 64 * 1024 * 1024 });
    return stdout.trimEnd();
  };
  const commit = async (repository: string, file: string, text = `${file}\n`): Promise<string> => {
    await writeFile(join(repository, file), text);
    await git(repository, "add", "--", file);
    await git(repository, "commit", "--quiet", "-m", `Write ${file}`);
    return git(repository, "rev-parse", "HEAD");
  };
  const clone = async (from: string, as: string): Promise<AbsolutePath> => {
    await git(root, "clone", "--quiet", from, as);
    return path(as);
  };
  return {
    root,
    env,
    path,
    git,
    commit,
    clone,
    async remote(as = "remote.git") {
      await git(root, "init", "--quiet", "--bare", as);
      const seed = await clone(path(as), `seed-of-${as}`);
      await commit(seed, "README.md");
      await git(seed, "push", "--quiet", "-u", "origin", "main");
      await rm(seed, { recursive: true });
      return path(as);
    },
    async remove() {
      if (process.env["KEEP_SCRATCH"] === "1") return;
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
