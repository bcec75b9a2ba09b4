import { access, constants, readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import {
  type AbsolutePath,
  absolutePath,
  errorCode,
  HOOK_EVENTS,
  InputError,
} from "@hookline/core/client";
import type { FolderOwner, HookFacts, HookPaths, HookSpot } from "./decide/hook-facts.ts";
import type { HookGit } from "./hook-git.ts";
import { isAbsent } from "./is-absent.ts";
import { readAsides } from "./read-asides.ts";
import { readHook } from "./read-hook.ts";
import { INCLUDE_VALUE } from "./script/hook-gitconfig.ts";
import { isUnfinished } from "./write-file.ts";

/**
 * Looks at everything that installing, uninstalling and inspecting depend on. Changes nothing.
 *
 * @throws InputError when git cannot answer, or a file of ours cannot be read
 */
export async function observeHooks(repo: AbsolutePath, git: HookGit): Promise<HookFacts> {
  const [commonDir, folder, version, includes] = await Promise.all([
    git.commonDir(repo),
    git.hooksFolder(repo),
    git.version(),
    git.includes(repo),
  ]);
  const paths = hookPaths(commonDir);
  const owner = await ownerOf(repo, folder, commonDir, git);
  const shadow = await shadowOf(below(commonDir, "hooks"), folder);
  const own = owner === "own" ? folder : shadow;
  return {
    git: version,
    owner,
    hooks: await readHooks(pasteFolder(folder), owner),
    shadowed: shadow === undefined ? [] : await readHooks(shadow),
    asides: own === undefined ? [] : await readAsides(own),
    folder,
    lacks: owner === "own" && !(await isThere(folder)) ? relative(commonDir, folder) : undefined,
    made: inside(commonDir, await readIfThere(paths.made)),
    leftovers: [
      ...(await findUnfinished(paths.folder)),
      ...(own === undefined ? [] : await findUnfinished(own)),
    ],
    paths,
    atHome: await isThere(paths.folder),
    script: await readIfThere(paths.script),
    gitconfig: await readIfThere(paths.gitconfig),
    included: includes.includes(INCLUDE_VALUE),
  };
}

function hookPaths(commonDir: AbsolutePath): HookPaths {
  const folder = below(commonDir, "hookline");
  return {
    folder,
    script: below(folder, "hook.sh"),
    gitconfig: below(commonDir, INCLUDE_VALUE),
    made: below(folder, "made-hooks-folder"),
  };
}

async function ownerOf(
  repo: AbsolutePath,
  folder: AbsolutePath,
  commonDir: AbsolutePath,
  git: HookGit,
): Promise<FolderOwner> {
  const entry = await stat(folder).catch(() => undefined);
  if (entry === undefined && isHusky(folder)) return "not-set-up";
  if (entry !== undefined && !entry.isDirectory()) return "no-folder";
  if (await git.tracks(repo, folder)) return "tracked";
  if (leadsOut(relative(commonDir, folder))) return "outside";
  return entry === undefined || (await isWritable(folder)) ? "own" : "read-only";
}

function leadsOut(path: string): boolean {
  return path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
}

function isThere(path: AbsolutePath): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function isWritable(folder: AbsolutePath): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * husky points `core.hooksPath` at `.husky/_` and writes that folder anew on
 * every install; the hooks that people edit stand beside it.
 * Source: https://typicode.github.io/husky/how-to.html
 */
function isHusky(folder: AbsolutePath): boolean {
  return basename(folder) === "_";
}

function pasteFolder(folder: AbsolutePath): AbsolutePath {
  return isHusky(folder) ? absolutePath(dirname(folder)) : folder;
}

/** What nobody runs counts as absent, whatever was pasted into it. */
function readHooks(folder: AbsolutePath, owner?: FolderOwner): Promise<HookSpot[]> {
  return Promise.all(
    HOOK_EVENTS.map(async (event): Promise<HookSpot> => {
      const path = below(folder, event);
      if (owner === "not-set-up") return { event, path, found: { kind: "absent" } };
      return { event, path, found: await readHook(event, path) };
    }),
  );
}

/**
 * The repository's own folder where git looks elsewhere. Behind a symbolic link even that is
 * someone else's.
 */
async function shadowOf(own: AbsolutePath, inUse: AbsolutePath): Promise<AbsolutePath | undefined> {
  const resolved = await realpath(own).catch(() => undefined);
  const isFolder = resolved !== undefined && relative(own, resolved) === "";
  return isFolder && relative(own, inUse) !== "" ? own : undefined;
}

/** Reads the name of the folder that we made; one that leads out of the git folder is none of ours. */
function inside(commonDir: AbsolutePath, text: string | undefined): AbsolutePath | undefined {
  const name = text?.replace(/\n$/, "");
  if (!name || leadsOut(relative(commonDir, join(commonDir, name)))) return undefined;
  return below(commonDir, name);
}

async function findUnfinished(folder: AbsolutePath): Promise<AbsolutePath[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter(isUnfinished).map((name) => below(folder, name));
}

async function readIfThere(path: AbsolutePath): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (problem) {
    if (isAbsent(problem)) return undefined;
    throw new InputError(`cannot read ${path}: ${errorCode(problem) ?? String(problem)}`, {
      code: "hooks-unreadable",
      hint: "Make it readable for you or remove it, then try again.",
      cause: problem,
    });
  }
}

function below(folder: AbsolutePath, name: string): AbsolutePath {
  return absolutePath(join(folder, name));
}
