import { execFile } from "node:child_process";
import { access, chmod, chown, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect } from "vitest";
import { z } from "zod";
import { expectWhole } from "./expect-whole.ts";
import type { Stage } from "./make-stage.ts";
import { test as onStage } from "./stage-test.ts";

const run = promisify(execFile);

/** Rights are nothing to root, so root looks as somebody else; anyone else looks as themselves. */
const SOMEBODY = 12_345;
const isRoot = process.getuid?.() === 0;

const outcome = z.looseObject({
  hold: z.string().nullish(),
  failure: z.object({ kind: z.string(), detail: z.string() }).nullable(),
});

/** Looks in a process of its own, as the owner of the stage. */
async function lookAs({ scratch, here }: Stage): Promise<z.output<typeof outcome>> {
  const program = join(import.meta.dirname, "look-once.ts");
  const command = [process.execPath, "--no-warnings", program, here];
  const other = [`--reuid=${SOMEBODY}`, `--regid=${SOMEBODY}`, "--clear-groups"];
  const [first = "", ...rest] = isRoot ? ["setpriv", ...other, ...command] : command;
  const { stdout } = await run(first, rest, { env: scratch.env, cwd: here });
  return outcome.parse(JSON.parse(stdout));
}

/** A stage that belongs to whoever looks. */
const test = onStage.extend<{ owned: (path: string) => Promise<void> }>({
  owned: async ({ stage }, use) => {
    const give = async (path: string): Promise<void> => {
      if (!isRoot) return;
      await chown(path, SOMEBODY, SOMEBODY);
      const inside = await readdir(path, { recursive: true }).catch(() => []);
      for (const name of inside) await chown(join(path, name), SOMEBODY, SOMEBODY);
    };
    await stage.scratch.git(stage.scratch.root, "config", "--global", "safe.directory", "*");
    await mkdir(join(stage.there, "folder"));
    await stage.commitThere("folder/a.txt");
    await stage.look();
    await use(give);
  },
});

describe.concurrent("a user who", () => {
  test("may not write in a folder keeps everything as it is until they may", async ({
    stage,
    owned,
  }) => {
    const { here } = stage;
    await stage.commitThere("before.txt");
    await stage.commitThere("folder/a.txt", "changed\n");
    const before = await stage.tip(here);
    await owned(stage.scratch.root);
    await chmod(join(here, "folder"), 0o555);
    expect(await lookAs(stage)).toMatchObject({ failure: { kind: "unwritable" } });
    expect(await stage.tip(here)).toBe(before);
    await expect(access(join(here, "before.txt"))).rejects.toThrow("ENOENT");
    await expectWhole(stage);
    await owned(here);
    await chmod(join(here, "folder"), 0o755);
    expect(await lookAs(stage)).toMatchObject({ failure: null, hold: null, pulled: 2 });
    await expectWhole(stage);
  });

  test("may not write in .git is told so", async ({ stage, owned }) => {
    const { here } = stage;
    await stage.commitThere("theirs.txt");
    await owned(stage.scratch.root);
    for (const folder of ["objects", "refs/remotes/origin", "refs/heads", "."]) {
      await chmod(join(here, ".git", folder), 0o555);
    }
    const { failure } = await lookAs(stage);
    expect(failure?.kind).toBe("unwritable");
    await expect(access(join(here, "theirs.txt"))).rejects.toThrow("ENOENT");
  });

  test("may not read a file that is in the way loses nothing", async ({ stage, owned }) => {
    const { scratch, here } = stage;
    await stage.commitThere("secret.txt", "theirs\n");
    await scratch.git(here, "config", "core.fileMode", "false");
    await writeFile(join(here, "secret.txt"), "mine\n");
    await owned(scratch.root);
    await chmod(join(here, "secret.txt"), 0);
    expect(await lookAs(stage)).toMatchObject({ hold: "local-changes", failure: null });
    await scratch.git(here, "config", "hookline.onDirty", "rescue");
    await owned(join(here, ".git"));
    expect(await lookAs(stage)).toMatchObject({ failure: { kind: "unreadable" } });
    await owned(here);
    await chmod(join(here, "secret.txt"), 0o644);
    expect(await lookAs(stage)).toMatchObject({ failure: null, rescued: [{ files: 1 }] });
  });

  test("does not own the repository is told so", async ({ stage, owned, skip }) => {
    if (!isRoot) skip("only root can give a repository away");
    await owned(stage.scratch.root);
    await chown(stage.here, 54_321, 54_321);
    const { git, root } = stage.scratch;
    await git(root, "config", "--global", "--unset-all", "safe.directory");
    await chown(stage.scratch.path("home", ".gitconfig"), SOMEBODY, SOMEBODY);
    expect(await lookAs(stage)).toMatchObject({ failure: { kind: "foreign-owner" } });
  });
});
