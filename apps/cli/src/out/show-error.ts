import { EXIT, type ExitCode, HooklineError, InputError } from "@hookline/core/client";
import type { Output } from "./output.ts";

/** Tells a person what went wrong and what to do next; returns the exit code that says the same. */
export function showError(error: unknown, out: Output): ExitCode {
  if (error instanceof HooklineError) {
    out.trouble(`${out.paintTrouble("bad", "✗")} ${error.message}`);
    if (error.hint !== undefined) out.trouble(`  ${out.paintTrouble("bad", "→")} ${error.hint}`);
    if (error instanceof InputError) return EXIT.usage;
    return EXIT.needsPerson;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  out.trouble(`${out.paintTrouble("bad", "✗")} ${text}`);
  out.trouble(`  ${out.paintTrouble("bad", "→")} Please report this, with the lines above.`);
  return EXIT.internal;
}
