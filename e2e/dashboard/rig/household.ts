import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..", "..", "..");
const CLI = join(ROOT, "apps", "cli", "dist", "main.js");

/** A user with repositories in all sorts of states, and an agent that looks after them. */
export class Household {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;

  constructor(home: string) {
    this.home = home;
    this.env = {
      PATH: process.env["PATH"],
      HOME: home,
      LC_ALL: "C",
      HOOKLINE_HOME: join(home, ".hookline"),
    };
  }

  path(...names: string[]): string {
    return join(this.home, ...names);
  }

  async git(cwd: string, ...args: string[]): Promise<string> {
    return this.#run("git", ["-C", this.path(cwd), ...args]);
  }

  async hookline(...args: string[]): Promise<string> {
    return this.#run(process.execPath, [CLI, ...args]);
  }

  async commit(repository: string, file: string, text: string, message: string): Promise<void> {
    await writeFile(this.path(repository, file), text);
    await this.git(repository, "add", ".");
    await this.git(repository, "commit", "--quiet", "-m", message);
  }

  /** Makes a remote and two clones: `name`, and `name-elsewhere` of another machine. */
  async repository(name: string): Promise<string> {
    await this.#run("git", ["init", "--quiet", "--bare", this.path("remotes", `${name}.git`)]);
    await this.#clone(name, `${name}-elsewhere`);
    await this.commit(`${name}-elsewhere`, "README.md", `# ${name}\n`, "Begin");
    await this.git(`${name}-elsewhere`, "push", "--quiet", "-u", "origin", "main");
    await this.#clone(name, name);
    return this.path(name);
  }

  /** Gives an address of the dashboard that works once. */
  async dashboard(): Promise<string> {
    const { url } = JSON.parse(await this.hookline("dashboard", "--json"));
    return String(url);
  }

  async close(): Promise<void> {
    await this.hookline("stop");
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }

  async #clone(from: string, to: string): Promise<void> {
    await this.#run("git", [
      "clone",
      "--quiet",
      this.path("remotes", `${from}.git`),
      this.path(to),
    ]);
  }

  async #run(program: string, args: readonly string[]): Promise<string> {
    const { stdout } = await run(program, args, { env: this.env, cwd: this.home });
    return stdout.trim();
  }
}

/** Makes an empty household. */
export async function openHousehold(): Promise<Household> {
  const home = await mkdtemp(join(tmpdir(), "hookline-household-"));
  const household = new Household(home);
  await mkdir(household.path("remotes"));
  await writeFile(
    household.path(".gitconfig"),
    "[user]\n\tname = Test\n\temail = test@example.org\n[init]\n\tdefaultBranch = main\n",
  );
  return household;
}
