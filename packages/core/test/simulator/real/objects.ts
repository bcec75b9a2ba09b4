import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";
import type { History } from "../model/history.ts";
import { at, PATHS, type Tree } from "../model/tree.ts";

/** A git object, as it is stored. */
interface GitObject {
  readonly id: string;
  readonly stored: Buffer;
}

/**
 * The model's commits as git's: the same commit always becomes the same object, in whichever
 * repository it is written. Loose objects are written without starting git, because most of what
 * a scenario does is somebody else's work and not what is being tested.
 */
export class Objects {
  readonly #history: History;
  readonly #ids = new Map<number, string>();
  readonly #commits = new Map<string, number>();
  readonly #contents = new Map<string, number>();

  constructor(history: History) {
    this.#history = history;
  }

  /** The id of a commit of the model. */
  idOf(commit: number): string {
    const known = this.#ids.get(commit);
    if (known !== undefined) return known;
    const { id } = this.#commitObject(commit);
    this.isSame(commit, id);
    return id;
  }

  /** The commit of the model that an id stands for. */
  commitOf(id: string): number | undefined {
    return this.#commits.get(id);
  }

  /** Notes that the model and git made what is the same commit. */
  isSame(commit: number, id: string): void {
    this.#ids.set(commit, id);
    this.#commits.set(id, commit);
  }

  /** The bytes of a file that the model knows by a number. */
  bytesOf(content: number): string {
    this.blobId(content);
    return textOf(content);
  }

  /** The model's number for the bytes of a blob; `undefined` for bytes that nobody wrote. */
  contentOf(blob: string): number | undefined {
    return this.#contents.get(blob);
  }

  /** Writes a commit, with its files and all that came before it, into a repository. */
  store(gitDir: string, commit: number): void {
    if (existsSync(fileOf(gitDir, this.idOf(commit)))) return;
    const { tree, parents } = this.#history.get(commit);
    for (const parent of parents) this.store(gitDir, parent);
    this.storeBlobs(gitDir, tree);
    for (const object of this.#treeObjects(tree)) write(gitDir, object);
    write(gitDir, this.#commitObject(commit));
  }

  /** Writes the files of a tree; returns the id of each. */
  storeBlobs(gitDir: string, tree: Tree): ReadonlyMap<number, string> {
    const blobs = new Map<number, string>();
    for (const path of PATHS.keys()) {
      const content = at(tree, path);
      if (content === 0) continue;
      const blob = this.#blob(content);
      write(gitDir, blob);
      blobs.set(path, blob.id);
    }
    return blobs;
  }

  #blob(content: number): GitObject {
    const blob = makeObject("blob", Buffer.from(textOf(content)));
    this.#contents.set(blob.id, content);
    return blob;
  }

  #commitObject(commit: number): GitObject {
    const { tree, parents } = this.#history.get(commit);
    const who = `Test <test@example.org> ${1_700_000_000 + commit} +0000`;
    const top = `tree ${this.#treeObjects(tree).at(-1)?.id}\n`;
    const before = parents.map((parent) => `parent ${this.idOf(parent)}\n`).join("");
    const text = `${top}${before}author ${who}\ncommitter ${who}\n\nc${commit}\n`;
    return makeObject("commit", Buffer.from(text));
  }

  /** The trees of a tree; the outermost comes last. */
  #treeObjects(tree: Tree): GitObject[] {
    const inner =
      at(tree, INNER) === 0 ? null : treeObject([["x", "100644", at(tree, INNER)]], this);
    const entries = PATHS.flatMap((name, path): Entry[] =>
      path === INNER || at(tree, path) === 0 ? [] : [[name, "100644", at(tree, path)]],
    );
    if (inner === null) return [treeObject(entries, this)];
    return [inner, treeObject([...entries, ["d", "40000", inner.id]], this)];
  }

  /** The id of the blob of a content. */
  blobId(content: number): string {
    return this.#blob(content).id;
  }
}

/** `d/x`, the one file in a folder. */
const INNER = 4;

type Entry = readonly [name: string, mode: string, what: number | string];

function treeObject(entries: readonly Entry[], objects: Objects): GitObject {
  const sorted = entries.toSorted(([one], [other]) => (one < other ? -1 : 1));
  const parts = sorted.flatMap(([name, mode, what]) => [
    Buffer.from(`${mode} ${name}\0`),
    Buffer.from(typeof what === "string" ? what : objects.blobId(what), "hex"),
  ]);
  return makeObject("tree", Buffer.concat(parts));
}

function makeObject(kind: string, body: Buffer): GitObject {
  const whole = Buffer.concat([Buffer.from(`${kind} ${body.length}\0`), body]);
  return { id: createHash("sha1").update(whole).digest("hex"), stored: whole };
}

function textOf(content: number): string {
  return `content ${content}\n`;
}

function fileOf(gitDir: string, id: string): string {
  return join(gitDir, "objects", id.slice(0, 2), id.slice(2));
}

function write(gitDir: string, { id, stored }: GitObject): void {
  const file = fileOf(gitDir, id);
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, deflateSync(stored, { level: 1 }));
}
