import { mkdirSync } from "node:fs";
import type { AbsolutePath } from "../decide/brands.ts";
import { fileBelow, fromGit, type PathBytes } from "../git/path-bytes.ts";
import { lstatNow, lstatOrNothing } from "./present.ts";

/** Whether a file can be at a path at all. */
export type Above =
  | { readonly kind: "open" | "missing" }
  /** Something that is no folder stands where one should be. A link counts: what it leads to is not the work tree. */
  | { readonly kind: "blocked"; readonly at: PathBytes };

interface FolderId {
  readonly dev: bigint;
  readonly ino: bigint;
}

/**
 * The folders above a move's files, each known by its identity.
 *
 * A folder that becomes a link between the look and the deed would lead us out of the work tree;
 * it has another identity then.
 */
export class Folders {
  readonly #root: AbsolutePath;
  readonly #seen = new Map<PathBytes, Promise<FolderId | "missing" | "blocked">>();
  readonly #known = new Map<PathBytes, FolderId>();

  constructor(root: AbsolutePath) {
    this.#root = root;
  }

  /** Looks at the folders above a path. */
  async above(path: PathBytes): Promise<Above> {
    for (const folder of foldersAbove(path)) {
      const seen = await this.#look(folder);
      if (seen === "missing") return { kind: "missing" };
      if (seen === "blocked") return { kind: "blocked", at: folder };
    }
    return { kind: "open" };
  }

  /** Names the repository that lies inside the work tree above a path, if there is one. */
  async repositoryAbove(path: PathBytes): Promise<PathBytes | null> {
    for (const folder of foldersAbove(path)) {
      if (folder === TOP) continue;
      if (typeof (await this.#look(folder)) === "string") return null;
      if ((await lstatOrNothing(fileBelow(this.#root, fromGit(`${folder}/.git`)))) !== null)
        return folder;
    }
    return null;
  }

  /** Whether the folder of a path is still the one that was looked at. */
  unchanged(path: PathBytes): boolean {
    const folder = parentOf(path);
    const known = this.#known.get(folder);
    const stats = lstatNow(fileBelow(this.#root, folder));
    if (stats === null || known === undefined) return false;
    return stats.dev === known.dev && stats.ino === known.ino;
  }

  /** Makes the folders of a path that are missing. What is there and no folder stays {@link unchanged}: false. */
  make(path: PathBytes): void {
    for (const folder of foldersAbove(path)) {
      const place = fileBelow(this.#root, folder);
      const stats = lstatNow(place);
      if (stats !== null && (this.#known.has(folder) || !stats.isDirectory())) continue;
      if (stats === null) mkdirSync(place);
      const made = stats ?? lstatNow(place);
      if (made !== null) this.#known.set(folder, { dev: made.dev, ino: made.ino });
    }
  }

  #look(folder: PathBytes): Promise<FolderId | "missing" | "blocked"> {
    const seen = this.#seen.get(folder) ?? this.#read(folder);
    this.#seen.set(folder, seen);
    return seen;
  }

  async #read(folder: PathBytes): Promise<FolderId | "missing" | "blocked"> {
    const stats = await lstatOrNothing(fileBelow(this.#root, folder));
    if (stats === null) return "missing";
    if (!stats.isDirectory()) return "blocked";
    const id = { dev: stats.dev, ino: stats.ino };
    this.#known.set(folder, id);
    return id;
  }
}

/** The top of the work tree. */
const TOP = fromGit("");

/** Names the folders above a path, the top of the work tree first. */
export function foldersAbove(path: PathBytes): PathBytes[] {
  const names = path.split("/").slice(0, -1);
  return [TOP, ...names.map((_name, at) => fromGit(names.slice(0, at + 1).join("/")))];
}

/** Names the folder of a path. */
function parentOf(path: PathBytes): PathBytes {
  return foldersAbove(path).at(-1) ?? TOP;
}
