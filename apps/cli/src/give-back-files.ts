import { mkdir, realpath } from "node:fs/promises";
import { resolve } from "node:path";
import {
  type FilesRestored,
  type Rescue,
  type RescueTools,
  restoreFiles,
  systemClock,
  withRepository,
} from "@hookline/core";
import {
  type AbsolutePath,
  absolutePath,
  EXIT,
  type ExitCode,
  InputError,
} from "@hookline/core/client";
import { tilde } from "@hookline/core/words";
import type { Context } from "./context.ts";
import { valueOf } from "./git-value.ts";
import { restoredLines } from "./out/restored-lines.ts";

/** Which files are to come back. */
export interface FilesWish {
  /** As the repository names them; none: all that were not committed. */
  readonly paths: readonly string[];
  /** Where to, if not to their places. */
  readonly to: string | undefined;
  readonly json: boolean;
}

/** Gives files of a rescue back, and says what became of each. */
export async function giveBackFiles(
  context: Context,
  tools: RescueTools,
  rescue: Rescue,
  { paths, to, json }: FilesWish,
): Promise<ExitCode> {
  const { out, env } = context;
  const root = to === undefined ? tools.place.root : await openFolder(context, to);
  const restored = valueOf(
    await withRepository(tools.place, systemClock, () =>
      restoreFiles(tools, rescue, { paths, root }),
    ),
  );
  if (json) out.json({ repository: tools.place.root, folder: root, ...restored });
  else {
    const where = to === undefined ? null : tilde(root, env["HOME"]);
    for (const line of restoredLines(restored, where, out.paint)) out.line(line);
  }
  return isWhole(restored) ? EXIT.inSync : EXIT.needsPerson;
}

function isWhole({ files, unknown }: FilesRestored): boolean {
  return unknown.length === 0 && files.every(({ put }) => put.kind !== "refused");
}

async function openFolder({ cwd }: Context, typed: string): Promise<AbsolutePath> {
  const folder = resolve(cwd, typed);
  try {
    await mkdir(folder, { recursive: true });
    return absolutePath(await realpath(folder));
  } catch (error) {
    throw new InputError(`${folder} cannot be used: ${String(error)}.`, {
      code: "bad-folder",
      hint: "Name a folder that you may write to.",
    });
  }
}
