import { readFile, realpath, stat } from "node:fs/promises";
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
import { readHook } from "./read-hook.ts";
import { INCLUDE_VALUE } from "./script/hook-gitconfig.ts";

/**
 * Looks at everything that installing, uninstalling and inspecting depend on. Changes nothing.
 *
 * @throws InputError when git cannot answer, or a file of ours cannot be read
 */
export async function observeHooks(repo: AbsolutePath, git: HookGit): Promise<HookFacts> {
  const commonDir = await git.commonDir(repo);
  const folder = await git.hooksFolder(repo);
  const paths = hookPaths(commonDir);
  return {
    git: await git.version(),
    owner: await ownerOf(repo, folder, commonDir, git),
    hooks: await readHooks(pasteFolder(folder)),
    shadowed: await readShadowed(below(commonDir, "hooks"), folder),
    paths,
    script: await readIfThere(paths.script),
    gitconfig: await readIfThere(paths.gitconfig),
    included: (await git.includes(repo)).includes(INCLUDE_VALUE),
  };
}

function hookPaths(commonDir: AbsolutePath): HookPaths {
  const folder = below(commonDir, "hookline");
  return {
    folder,
    script: below(folder, "hook.sh"),
    gitconfig: below(commonDir, INCLUDE_VALUE),
  };
}

async function ownerOf(
  repo: AbsolutePath,
  folder: AbsolutePath,
  commonDir: AbsolutePath,
  git: HookGit,
): Promise<FolderOwner> {
  const entry = await stat(folder).catch(() => undefined);
  if (entry !== undefined && !entry.isDirectory()) return "no-folder";
  if (await git.tracks(repo, folder)) return "tracked";
  const path = relative(commonDir, folder);
  return path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path) ? "outside" : "own";
}

/**
 * husky points `core.hooksPath` at `.husky/_` and writes that folder anew on
 * every install; the hooks that people edit stand beside it.
 * Source: https://typicode.github.io/husky/how-to.html
 */
function pasteFolder(folder: AbsolutePath): AbsolutePath {
  return basename(folder) === "_" ? absolutePath(dirname(folder)) : folder;
}

function readHooks(folder: AbsolutePath): Promise<HookSpot[]> {
  return Promise.all(
    HOOK_EVENTS.map(async (event) => {
      const path = below(folder, event);
      return { event, path, found: await readHook(event, path) };
    }),
  );
}

/** Behind a symbolic link even the repository's own folder is someone else's. */
async function readShadowed(own: AbsolutePath, inUse: AbsolutePath): Promise<HookSpot[]> {
  const resolved = await realpath(own).catch(() => undefined);
  const isFolder = resolved !== undefined && relative(own, resolved) === "";
  return isFolder && relative(own, inUse) !== "" ? readHooks(own) : [];
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
