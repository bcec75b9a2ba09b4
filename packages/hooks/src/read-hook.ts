import { lstat, readFile, stat } from "node:fs/promises";
import { platform } from "node:os";
import type { AbsolutePath, HookEvent } from "@hookline/core/client";
import { classifyHook, type ExistingHook } from "./decide/existing-hook.ts";
import { isAbsent } from "./is-absent.ts";

/** No script is longer; a compiled hook may be, and is not read. */
const MAX_HOOK_BYTES = 1024 * 1024;

/** Looks at one hook, whatever stands there. Opens regular files only: a pipe would block. */
export async function readHook(event: HookEvent, path: AbsolutePath): Promise<ExistingHook> {
  try {
    const entry = await lstat(path);
    return entry.isSymbolicLink() ? await readLink(event, path) : await readFileAt(event, path);
  } catch (problem) {
    return isAbsent(problem) ? { kind: "absent" } : { kind: "closed", why: "unreadable" };
  }
}

/** Only looks whether our lines were pasted into the file behind it; a link is never written through. */
async function readLink(event: HookEvent, path: AbsolutePath): Promise<ExistingHook> {
  const target = await readFileAt(event, path).catch(() => undefined);
  return target?.kind === "pasted" ? target : { kind: "closed", why: "symlink" };
}

async function readFileAt(event: HookEvent, path: AbsolutePath): Promise<ExistingHook> {
  const entry = await stat(path);
  if (!entry.isFile()) return { kind: "closed", why: "not-a-file" };
  if (entry.size > MAX_HOOK_BYTES) return { kind: "closed", why: "not-shell" };
  // Windows has no such bit (not run there); git goes by the shebang.
  const executable = platform() === "win32" || (entry.mode & 0o111) !== 0;
  return classifyHook(event, await readFile(path, "latin1"), executable);
}
