import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import { askGit, failed, read } from "../git/ask-git.ts";
import { classify } from "../git/classify.ts";
import { listConfig } from "../git/config-list.ts";
import { fileBelow, quoted } from "../git/path-bytes.ts";
import { hasOwnFilters } from "../git/repository-overrides.ts";
import type { Reading } from "../sync/port.ts";
import type { RescueTools } from "./rescue-tools.ts";
import type { RescuedFile } from "./rescue-tree.ts";
import type { StagedFile } from "./staged-file.ts";

/**
 * Has git write files into a folder of ours, with its line endings and the person's filters, and
 * with the attributes that stood in the rescue's own `.gitattributes`.
 *
 * Filters that the repository itself sets are never run, and without them the files would be
 * others; that fails, and a branch is the way to them.
 */
export async function stageClean(
  tools: RescueTools,
  folder: AbsolutePath,
  commit: string,
  files: readonly RescuedFile[],
): Promise<Reading<readonly StagedFile[]>> {
  if (files.length === 0) return read([]);
  const config = await listConfig(tools.git);
  if (config.kind === "failed") return { kind: "failed", failure: classify(config.exit) };
  if (hasOwnFilters(config.entries)) {
    return failed("filter", "this repository's own config sets filters, which are not run");
  }
  const workTree = absolutePath(join(folder, "clean"));
  const indexFile = absolutePath(join(folder, "clean-index"));
  await mkdir(workTree);
  const filled = await askGit(tools, {
    verb: "read-tree",
    flags: [],
    operands: [commit],
    indexFile,
  });
  if (filled.kind === "failed") return filled;
  const written = await askGit(tools, {
    verb: "checkout-index",
    flags: ["--stdin"],
    stdin: files.map(({ path }) => `${quoted(path)}\n`).join(""),
    indexFile,
    workTree,
  });
  if (written.kind === "failed") return written;
  return read(files.map((file) => ({ ...file, staged: fileBelow(workTree, file.path) })));
}
