import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A shell of this machine. */
export interface Shell {
  readonly name: string;
  /** In full, so that it is found without `PATH`. */
  readonly program: string;
  readonly flags: readonly string[];
}

const WANTED = ["dash", "bash", "bash --posix", "busybox sh", "zsh"];

/** Names a part of the suite that cannot run on this machine, for the end of the report. */
export function leaveOut(part: string, reason: string): void {
  console.log(`left out: ${part}: ${reason}`);
}

/** Finds a program on `PATH`. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The shells that hooks meet, as far as they are here; the others are named as left out. */
export function shellsHere(part: string): Shell[] {
  return WANTED.flatMap((name) => {
    const [base = "", ...flags] = name.split(" ");
    const program = findProgram(base);
    if (program !== undefined) return [{ name, program, flags }];
    leaveOut(`${part} under ${name}`, "it is not installed");
    return [];
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
