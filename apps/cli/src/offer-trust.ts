import { accept } from "@hookline/core";
import type { AbsolutePath } from "@hookline/core/client";
import { askYesOrNo } from "./ask-yes-or-no.ts";
import type { Context } from "./context.ts";
import { showTrust } from "./out/show-trust.ts";
import { readTrust } from "./read-trust.ts";

/**
 * Shows what a repository's own config would run, if it is not trusted yet, and asks whether it may.
 * Where nobody can answer it may not.
 *
 * @param accepted the person has said so already
 */
export async function offerTrust(
  context: Context,
  path: AbsolutePath,
  accepted: boolean,
): Promise<void> {
  const { out, door } = context;
  const open = (await readTrust(context, path)).filter(({ trusted }) => !trusted);
  if (open.length === 0) return;
  showTrust(context, path, open);
  if (accepted || (await askYesOrNo("Let these run?")) === true) {
    await accept(door, path, open);
    out.line(`${out.paint("good", "✓")} Trusted, until one of these values changes.`);
  } else {
    out.line("  They do not run; everything else is synced. `hookline trust` accepts them.");
  }
}
