import { chmod, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HOOK_EVENTS, type HookEvent } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { installHooks } from "../src/index.ts";
import { realHookGit } from "./real-hook-git.ts";
import { type Ended, run, type Scratch, scratchRepository } from "./scratch-repository.ts";
import { leaveOut, type Shell, shellsHere } from "./shells.ts";

const WARNING = "[Hookline Warning] Sync failed - queuing for retry\n";

/** `$SHELL_LINE` runs the hook under test, with the arguments that git would give it. */
interface Condition {
  readonly when: string;
  readonly script: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly prepare?: (scratch: Scratch) => Promise<void>;
  readonly records: 0 | 1;
  /** What stands on stderr; left out where the shell itself complains at its start. */
  readonly says?: string;
}

const runHook = `exec $SHELL_LINE`;
const conditions: readonly Condition[] = [
  { when: "nothing is wrong", script: runHook, records: 1, says: "" },
  { when: "PATH is empty", script: `PATH= ${runHook}`, records: 1, says: "" },
  {
    when: "there is no environment",
    script: `exec /usr/bin/env -i $SHELL_LINE`,
    records: 1,
    says: "",
  },
  {
    when: "HOOKLINE_HOOKS is 0",
    script: runHook,
    env: { HOOKLINE_HOOKS: "0" },
    records: 0,
    says: "",
  },
  { when: "IFS is odd", script: runHook, env: { IFS: "/-." }, records: 1, says: "" },
  {
    when: "the working folder is deleted",
    script: `mkdir gone && cd gone && rmdir ../gone && ${runHook}`,
    records: 1,
  },
  { when: "the umask is 0777", script: `umask 0777; ${runHook}`, records: 1, says: "" },
  { when: "stdin is closed", script: `${runHook} <&-`, records: 1, says: "" },
  {
    when: "the spool is gone",
    script: runHook,
    prepare: ({ spool }) => rm(spool, { recursive: true }),
    records: 0,
    says: WARNING,
  },
  {
    when: "the spool is a file",
    script: runHook,
    prepare: async ({ spool }) => {
      await rm(spool, { recursive: true });
      await writeFile(spool, "");
    },
    records: 0,
    says: WARNING,
  },
  {
    when: "the spool's parent is gone too, as in a container",
    script: runHook,
    prepare: ({ root }) => rm(join(root, "home"), { recursive: true }),
    records: 0,
    says: "",
  },
  {
    when: "the spool is gone and stderr is closed",
    script: `${runHook} 2>&-`,
    prepare: ({ spool }) => rm(spool, { recursive: true }),
    records: 0,
    says: "",
  },
  {
    when: "the spool is gone and nobody reads stderr any more",
    script: `mkfifo "$HOME/pipe"; (exec <"$HOME/pipe") & exec 2>"$HOME/pipe"; wait; ${runHook}`,
    prepare: ({ spool }) => rm(spool, { recursive: true }),
    records: 0,
    says: "",
  },
  {
    when: "our script is gone",
    script: runHook,
    prepare: ({ repo }) => rm(join(repo, ".git", "hookline"), { recursive: true }),
    records: 0,
    says: "",
  },
];

const mayMount = await succeeds("unshare", "--map-root-user", "--mount", "true");
const asRoot = process.getuid?.() === 0;

if (!mayMount) leaveOut("hooks on a full disk", "this user may not mount a small one");

describe.each(shellsHere("hooks under hostile conditions"))("under $name", (shell) => {
  test.each(conditions)("every hook succeeds when $when", async (condition) => {
    const scratch = await installed();
    await condition.prepare?.(scratch);
    for (const event of HOOK_EVENTS) {
      const options = { env: { ...scratch.env, ...condition.env } };
      const ended = await runHookFile(shell, scratch, event, condition.script, options);
      const stderr = condition.says ?? expect.not.stringContaining("Hookline");
      expect({ event, ...ended }).toEqual({ event, code: 0, stdout: "", stderr });
      expect(await takeRecords(scratch)).toBe(condition.records);
      await rm(join(scratch.root, "pipe"), { force: true });
    }
  });

  test("every hook records although the git folder is read-only", async () => {
    const scratch = await installed();
    await run("chmod", ["-R", "a-w", scratch.repo]);
    // Root writes everywhere, so it has somebody else run the hook.
    await chmod(scratch.root, 0o755);
    await chmod(scratch.spool, 0o777);
    const options = { env: scratch.env, ...(asRoot ? { uid: 65534, gid: 65534 } : {}) };
    for (const event of HOOK_EVENTS) {
      const ended = await runHookFile(shell, scratch, event, runHook, options);
      expect({ event, ...ended }).toEqual({ event, code: 0, stdout: "", stderr: "" });
      expect(await takeRecords(scratch)).toBe(1);
    }
    await run("chmod", ["-R", "u+w", scratch.repo]);
  });

  test.skipIf(!mayMount)("it warns when the disk is full", async () => {
    const scratch = await installed();
    const script = `mount -t tmpfs -o size=4k none '${scratch.spool}' &&
      { cat /dev/zero >'${scratch.spool}/fill' 2>/dev/null; ${runHook}; }`;
    const inside = `exec unshare --map-root-user --mount sh -c "$INNER"`;
    const options = { env: { ...scratch.env, INNER: script } };
    const ended = await runHookFile(shell, scratch, "post-commit", inside, options);
    expect(ended).toEqual({ code: 0, stdout: "", stderr: WARNING });
  });
});

async function installed(): Promise<Scratch> {
  const scratch = await scratchRepository();
  await installHooks(scratch.repo, scratch.targets, realHookGit(scratch, [2, 39]));
  return scratch;
}

/** Runs the hook of one event as git would, but under a shell of our choice and with stdin left open. */
function runHookFile(
  { program, flags }: Shell,
  { repo }: Scratch,
  event: HookEvent,
  script: string,
  options: Parameters<typeof run>[2] & { readonly env: NodeJS.ProcessEnv },
): Promise<Ended> {
  const args = event === "post-rewrite" ? "amend" : event === "post-checkout" ? "1111 2222 1" : "";
  const line = [program, ...flags, join(repo, ".git", "hooks", event), args].join(" ");
  return run("sh", ["-c", script], {
    cwd: repo,
    ...options,
    env: { ...options.env, SHELL_LINE: line },
  });
}

async function takeRecords({ spool }: Scratch): Promise<number> {
  const files = await readdir(spool).catch(() => []);
  for (const file of files) await rm(join(spool, file));
  return files.length;
}

async function succeeds(program: string, ...args: readonly string[]): Promise<boolean> {
  return run(program, args).then(
    ({ code }) => code === 0,
    () => false,
  );
}
