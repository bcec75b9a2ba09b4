import { randomUUID } from "node:crypto";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { type PathBytes, toText } from "../git/path-bytes.ts";
import { makePrivateFolder } from "../private-folder.ts";
import type { MoveFolder } from "./move-folder.ts";
import type { WorktreeTools } from "./tools.ts";

/**
 * Puts a file that somebody wrote at the wrong moment where it stays, and says so.
 *
 * Its place is taken by something newer, and no branch and no rescue has its bytes.
 */
export async function keepFile(
  { log, place }: WorktreeTools,
  folder: MoveFolder,
  file: string,
  path: PathBytes,
): Promise<void> {
  await makePrivateFolder(folder.kept);
  const name = toText(path).split("/").at(-1) ?? "";
  const kept = join(folder.kept, `${randomUUID()}-${name.slice(0, 100)}`);
  renameSync(file, kept);
  log("move.kept", { repository: place.root, path: toText(path), kept });
}
