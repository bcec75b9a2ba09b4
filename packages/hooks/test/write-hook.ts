import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type AbsolutePath, absolutePath } from "@hookline/core/client";
import type { Scratch } from "./scratch-repository.ts";

/** Makes the hooks folder, where there is none, and returns it. */
export async function hooksFolder({ repo }: Pick<Scratch, "repo">): Promise<AbsolutePath> {
  const folder = absolutePath(join(repo, ".git", "hooks"));
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Writes a hook as a person or another tool would. */
export async function writeHook(
  scratch: Pick<Scratch, "repo">,
  name: string,
  text: string | Buffer,
  mode = 0o755,
): Promise<AbsolutePath> {
  const path = absolutePath(join(await hooksFolder(scratch), name));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode });
  return path;
}
