import { readFile, writeFile } from "node:fs/promises";
import { write } from "./hook-manager.ts";

/** What hands lines to sh in some other language. */
const HANDED: Readonly<Record<string, (lines: string) => string>> = {
  python3: (lines) => `import subprocess, sys
subprocess.run(["sh", "-c", """${lines}""", "sh", *sys.argv[1:]])
`,
  perl: (lines) => `system("sh", "-c", <<'LINES', "sh", @ARGV);\n${lines}LINES\n`,
};

/** Does what a person does who was told to paste lines into a hook: at its top, in its language. */
export async function paste(path: string, lines: string): Promise<void> {
  const hook = await readFile(path, "utf8").catch(() => undefined);
  if (hook === undefined) return write(path, `#!/bin/sh\n${lines}`, 0o755);
  const [shebang = ""] = /^#![^\n]*\n/.exec(hook) ?? [];
  const program = /\w+$/.exec(shebang.trimEnd())?.[0] ?? "sh";
  const pasted = HANDED[program]?.(lines) ?? lines;
  await writeFile(path, shebang + pasted + hook.slice(shebang.length));
}
