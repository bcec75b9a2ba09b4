import { realpathSync } from "node:fs";
import { chmod, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { HOOK_EVENTS, type HookEvent } from "@hookline/core/client";
import { run, type Scratch } from "../scratch-repository.ts";

/** Another tool, or a person's habit, that brings hooks to a repository. */
export interface HookManager {
  readonly name: string;
  /** The program that has to be on this machine, if it is none of npm's. */
  readonly program?: string;
  /** The events for which hooks of theirs run. */
  readonly events: readonly HookEvent[];
  /** Writes what a project keeps in its repository. The caller commits it. */
  readonly prepare?: (scratch: Scratch) => Promise<void>;
  /** Does what their documentation says, and what a later `npm install` or the like does again. */
  readonly install: (scratch: Scratch) => Promise<unknown>;
  readonly uninstall: (scratch: Scratch) => Promise<unknown>;
  /** Says which events their hooks ran for since the last call. */
  readonly ran: (scratch: Scratch) => Promise<readonly HookEvent[]>;
}

/** A command that leaves the trace by which {@link ranByTrace} sees that a hook of theirs ran. */
export function trace(event: HookEvent): string {
  return `echo ${event} >>"$HOME/theirs"`;
}

/** Reads and removes what the commands of {@link trace} left. */
export async function ranByTrace({ root }: Scratch): Promise<readonly HookEvent[]> {
  const file = join(root, "theirs");
  const text = await readFile(file, "utf8").catch(() => "");
  await rm(file, { force: true });
  return HOOK_EVENTS.filter((event) => text.split("\n").includes(event));
}

/** Writes a file below the scratch folder, with the folders above it. */
export async function write(path: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await chmod(path, mode);
}

/** Writes one hook a file for every event. */
export async function writeHooks(folder: string, text: (event: HookEvent) => string) {
  for (const event of HOOK_EVENTS) await write(join(folder, event), text(event), 0o755);
}

/** Removes what {@link writeHooks} wrote, as a person does. */
export async function removeHooks(folder: string): Promise<void> {
  for (const event of HOOK_EVENTS) await rm(join(folder, event), { force: true });
}

/** Runs a program in the repository; a failure throws with what it said. */
export async function call({ repo, env }: Scratch, program: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await run(program, args, { cwd: repo, env });
  if (code !== 0) throw new Error(`${program} ${args.join(" ")}: ${stdout}${stderr}`);
}

/** Runs a script of an npm package in the repository, as npm runs it. */
export function callNpm(
  scratch: Scratch,
  name: string,
  script: string,
  ...args: readonly string[]
) {
  return call(scratch, process.execPath, join(packageFolder(name), script), ...args);
}

/** Puts npm packages where npm would: in the repository's `node_modules`. */
export async function addPackages({ repo }: Scratch, folders: readonly string[]): Promise<void> {
  await write(join(repo, ".gitignore"), "node_modules\n");
  await mkdir(join(repo, "node_modules"));
  for (const folder of folders) await symlink(folder, join(repo, "node_modules", basename(folder)));
}

/** The folder of an installed npm package; what it needs itself lies beside it. */
export function packageFolder(name: string): string {
  return realpathSync(join(import.meta.dirname, "..", "..", "node_modules", name));
}
