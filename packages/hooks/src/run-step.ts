import { constants } from "node:fs";
import { mkdir, open, rmdir, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { type AbsolutePath, errorCode, InputError } from "@hookline/core/client";
import type { HookStep } from "./decide/hook-steps.ts";
import type { HookGit } from "./hook-git.ts";
import { isAbsent } from "./is-absent.ts";
import { latin1, withBlock, withoutBlock } from "./script/hook-block.ts";
import { writeFileWhole } from "./write-file.ts";

/**
 * Carries out one step.
 *
 * @throws InputError when the file system refuses
 */
export async function runStep(repo: AbsolutePath, step: HookStep, git: HookGit): Promise<void> {
  if (step.kind === "include") return git.addInclude(repo, step.value);
  if (step.kind === "exclude") return git.removeInclude(repo, step.value);
  try {
    await changeFile(step);
  } catch (problem) {
    throw new InputError(`cannot change ${step.path}: ${errorCode(problem) ?? String(problem)}`, {
      code: "hooks-not-writable",
      hint: "Make the repository's git folder writable for you, then try again.",
      cause: problem,
    });
  }
}

async function changeFile(step: Exclude<HookStep, { kind: "include" | "exclude" }>): Promise<void> {
  switch (step.kind) {
    case "write":
      await mkdir(dirname(step.path), { recursive: true });
      return writeFileWhole(step.path, Buffer.from(step.text, "utf8"), step.mode);
    case "put-block":
      return editHook(step.path, (hook) => withBlock(hook, latin1(step.block)));
    case "cut-block":
      return editHook(step.path, withoutBlock);
    case "remove":
      return removeFile(step.path);
    case "remove-folder":
      return removeEmptyFolder(step.path);
  }
}

/** Reads, edits and replaces a hook with its mode kept, or removes it when `edit` leaves nothing. */
async function editHook(
  path: AbsolutePath,
  edit: (hook: string) => string | undefined,
): Promise<void> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const edited = edit(await file.readFile("latin1"));
    const { mode } = await file.stat();
    if (edited === undefined) await unlink(path);
    else await writeFileWhole(path, Buffer.from(edited, "latin1"), mode & 0o7777);
  } finally {
    await file.close();
  }
}

async function removeFile(path: AbsolutePath): Promise<void> {
  try {
    await unlink(path);
  } catch (problem) {
    if (!isAbsent(problem)) throw problem;
  }
}

/** Leaves a folder in which somebody keeps something. */
async function removeEmptyFolder(path: AbsolutePath): Promise<void> {
  try {
    await rmdir(path);
  } catch (problem) {
    const code = errorCode(problem);
    if (!isAbsent(problem) && code !== "ENOTEMPTY" && code !== "EEXIST") throw problem;
  }
}
