import { execFile } from "node:child_process";
import {
  accessSync,
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Real repositories for one scenario: a bare remote and a clone of it for each machine. */
export interface Repositories {
  readonly env: NodeJS.ProcessEnv;
  readonly remote: string;
  readonly clone: (name: string) => string;
  /** Runs git in a folder. */
  readonly git: (folder: string, args: readonly string[], stdin?: string) => Promise<string>;
  readonly remove: () => void;
}

/** Makes the folders, in memory where the system has such a place. */
export async function makeRepositories(names: readonly string[]): Promise<Repositories> {
  const root = mkdtempSync(join(memoryFolder(), "hookline-simulator-"));
  const home = join(root, "home");
  mkdirSync(home);
  writeFileSync(join(home, ".gitconfig"), "[user]\n\tname = Test\n\temail = test@example.org\n");
  const env = { PATH: process.env["PATH"], HOME: home, LC_ALL: "C", TMPDIR: root };
  const git = (cwd: string, args: readonly string[], stdin = ""): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = execFile("git", args, { cwd, env }, (error, stdout) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`git ${args.join(" ")}`, { cause: error }));
      });
      // A git that reads nothing may be gone already.
      child.stdin?.on("error", () => undefined).end(stdin);
    });
  const remote = join(root, "remote.git");
  const clone = (name: string): string => join(root, name);
  await git(root, ["init", "--quiet", "--bare", "--initial-branch=main", remote]);
  const [first = "ann", ...others] = names;
  await git(root, ["init", "--quiet", "--initial-branch=main", first]);
  writeFileSync(join(clone(first), ".git", "info", "exclude"), "e.log\n");
  for (const name of others) cpSync(clone(first), clone(name), { recursive: true });
  return { env, remote, clone, git, remove: () => rmSync(root, { recursive: true, force: true }) };
}

function memoryFolder(): string {
  try {
    accessSync("/dev/shm", constants.W_OK);
    return "/dev/shm";
  } catch {
    return tmpdir();
  }
}
