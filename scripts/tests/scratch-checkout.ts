import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");

/**
 * Stands in for npx and all that it downloads: an install links this very Node, a build writes
 * a command line that prints its arguments. It notes each call, fails while there is a file
 * `break-<step>` and takes until there is no file `hold`. Like pnpm it trusts an earlier install.
 */
const FAKE_NPX = `#!/bin/sh
case " $* " in
  *" --version "*) exit 0 ;;
  *" install "*) step=install ;;
  *) step=build ;;
esac
echo "$step" >> calls
while [ -e hold ]; do sleep 0.02; done
if [ -e "break-$step" ]; then echo "the registry is on fire"; exit 3; fi
if [ $step = build ]; then
  mkdir -p apps/cli/dist
  cp main.js apps/cli/dist/main.js
elif [ ! -e node_modules/.modules.yaml ]; then
  mkdir -p node_modules/node/bin
  ln -sf "$REAL_NODE" node_modules/node/bin/node
  touch node_modules/.modules.yaml
fi
`;

const FILES = {
  "package.json": JSON.stringify({ type: "module", packageManager: "pnpm@12.0.0" }),
  "pnpm-lock.yaml": "lockfileVersion: 9",
  "pnpm-workspace.yaml": "packages: [apps/*]",
  "tsconfig.base.json": "{}",
  "apps/cli/package.json": JSON.stringify({ scripts: { build: "tsc" } }),
  "apps/cli/src/main.ts": "export {};",
  "apps/cli/src/main.test.ts": "export {};",
  "main.js": "console.log(JSON.stringify(process.argv.slice(2)));",
  "bin/npx": FAKE_NPX,
};

/** A checkout with our real scripts, in a folder with a space in its name. */
export class ScratchCheckout {
  readonly root = join(realpathSync(mkdtempSync(join(tmpdir(), "hookline-setup-"))), "a checkout");

  constructor() {
    cpSync(join(ROOT, "scripts"), join(this.root, "scripts"), { recursive: true });
    cpSync(join(ROOT, "hookline"), join(this.root, "hookline"));
    for (const [file, text] of Object.entries(FILES)) this.write(file, text);
    chmodSync(join(this.root, "bin/npx"), 0o755);
  }

  write(file: string, text = ""): void {
    mkdirSync(dirname(join(this.root, file)), { recursive: true });
    writeFileSync(join(this.root, file), text);
  }

  has(file: string): boolean {
    return existsSync(join(this.root, file));
  }

  remove(file: string): void {
    rmSync(join(this.root, file), { recursive: true });
  }

  /** The steps that were run so far, in order. */
  calls(): readonly string[] {
    const file = join(this.root, "calls");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  /** Runs one of our scripts to its end. */
  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunResult {
    const { status, stdout, stderr } = spawnSync(process.execPath, this.#argsOf(args), {
      ...this.#options(env),
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }

  /** Starts one of our scripts. */
  start(args: readonly string[]): ChildProcess {
    return spawn(process.execPath, this.#argsOf(args), this.#options({}));
  }

  /** Starts one of our scripts as npm does: as the child of a shell, which is returned. */
  startInShell(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
    const command = ["-c", `"$0" "$@"; exit $?`, process.execPath, ...this.#argsOf(args)];
    return spawn("sh", command, this.#options(env));
  }

  dispose(): void {
    if (process.env["KEEP_SCRATCH"] !== "1") rmSync(dirname(this.root), { recursive: true });
  }

  #argsOf([script = "", ...rest]: readonly string[]): string[] {
    return [join(this.root, "scripts", script), ...rest];
  }

  #options(env: NodeJS.ProcessEnv): { cwd: string; env: NodeJS.ProcessEnv } {
    const path = `${join(this.root, "bin")}:${process.env["PATH"]}`;
    return {
      cwd: this.root,
      env: { ...process.env, PATH: path, REAL_NODE: process.execPath, INIT_CWD: this.root, ...env },
    };
  }
}

/** What became of a script. */
export interface RunResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits for a child's end and returns its exit code and what it wrote to stderr. */
export async function ended(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, said };
}
