import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

/** Every entry below `folder` with its kind, mode and content, for comparing before and after. */
export async function readTree(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder, { recursive: true })).toSorted();
  const entries = await Promise.all(names.map((name) => describeEntry(folder, name)));
  return Object.fromEntries(entries);
}

async function describeEntry(folder: string, name: string): Promise<readonly [string, string]> {
  const path = join(folder, name);
  const entry = await lstat(path);
  const mode = (entry.mode & 0o7777).toString(8);
  if (entry.isSymbolicLink()) return [name, `link to ${await readlink(path)}`];
  if (!entry.isFile()) return [name, `${mode} folder`];
  return [name, `${mode} ${await readFile(path, "latin1")}`];
}
