import { readFileSync } from "node:fs";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { commandEnvironment } from "../../src/commands/command-environment.ts";
import { KEPT_BYTES } from "../../src/commands/output-tail.ts";
import { type CommandRecord, type CommandRun, runCommand } from "../../src/commands/run-command.ts";
import { describeCommand } from "../../src/decide/command-ending.ts";
import { aCommit } from "../../src/testing/an-observation.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

let scratch: Scratch;

beforeEach(async () => {
  scratch = await makeScratch("command");
});

afterEach(() => scratch.remove());

function run(
  words: readonly string[],
  { deadlineMs = 60_000, signal = new AbortController().signal } = {},
): Promise<CommandRecord> {
  return runFurther(words, { deadlineMs, signal });
}

function runFurther(
  words: readonly string[],
  further: Partial<CommandRun>,
): Promise<CommandRecord> {
  return runCommand({
    words,
    cwd: scratch.root,
    env: commandEnvironment(scratch.env, { repository: scratch.root, occasion: "tick" }),
    deadlineMs: 60_000,
    signal: new AbortController().signal,
    monotonic: systemClock.monotonic,
    ...further,
  });
}

const sh = (script: string) => ["sh", "-c", script];

/** An orphan that ended stays a zombie until the first process of the machine takes notice. */
const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

const pidIn = async (file: string): Promise<number> => {
  await vi.waitFor(async () => expect(await readFile(scratch.path(file), "utf8")).toMatch(/\d\n/));
  return Number(await readFile(scratch.path(file), "utf8"));
};

describe("a command", () => {
  test("gets its arguments as they are, and no shell", async () => {
    const words = ["printf", "%s|", "a b", "$HOME", "; touch x", "", "--", "é\n"];
    const record = await run(words);
    expect(record.ending).toEqual({ kind: "succeeded" });
    expect(record.stdout).toBe("a b|$HOME|; touch x||--|é\n|");
  });

  test("that fails says so with its last words", async () => {
    const record = await run(sh("echo one; echo 'no such row' >&2; exit 3"));
    expect(record.ending).toEqual({ kind: "failed", exitCode: 3 });
    expect(describeCommand(record)).toBe("it ended with code 3: no such row");
  });

  test("cannot make its last words act on a terminal", async () => {
    const record = await run(sh(String.raw`printf 'bad \033[2Jword\r' >&2; exit 1`));
    expect(describeCommand(record)).toBe("it ended with code 1: bad  [2Jword");
  });

  test("that does not exist is told", async () => {
    const record = await run(["no-such-program-here"]);
    expect(record.ending).toMatchObject({ kind: "not-started" });
    expect(describeCommand(record)).toContain("there is no program");
  });

  test("that may not be run is told", async () => {
    await writeFile(scratch.path("tool"), "#!/bin/sh\n");
    await chmod(scratch.path("tool"), 0o644);
    expect((await run([scratch.path("tool")])).ending).toMatchObject({ kind: "not-started" });
  });

  test("that is killed is told", async () => {
    const record = await run(sh("kill -9 $$"));
    expect(record.ending).toEqual({ kind: "killed", signal: "SIGKILL" });
  });

  test("that ignores TERM is ended all the same, with its children", async () => {
    const script = `trap '' TERM; (trap '' TERM; echo $$ > child; while :; do sleep 1; done) & wait`;
    const running = run(sh(`${script}; while :; do sleep 1; done`), { deadlineMs: 300 });
    const child = await pidIn("child");
    expect((await running).ending).toEqual({ kind: "timed-out", afterMs: 300 });
    await vi.waitFor(() => expect(isAlive(child)).toBe(false));
  });

  test("is ended when the agent stops", async () => {
    const stop = new AbortController();
    const running = run(sh("echo $$ > shell; exec sleep 1000"), { signal: stop.signal });
    const pid = await pidIn("shell");
    stop.abort();
    expect((await running).ending).toEqual({ kind: "stopped" });
    expect(isAlive(pid)).toBe(false);
  });

  test("takes what it left running in its group with it", async () => {
    const record = await run(sh("(echo started; exec sleep 1000) & echo $! > left"));
    expect(record.ending).toEqual({ kind: "succeeded" });
    const left = await pidIn("left");
    await vi.waitFor(() => expect(isAlive(left)).toBe(false));
  });

  test("ends also what closed its output and ignores TERM", async () => {
    const stubborn = "trap '' TERM; echo $$ > left; while :; do sleep 1; done";
    const record = await run(
      sh(`(sh -c "${stubborn.replaceAll("$", "\\$")}" >/dev/null 2>&1) & sleep 0.2`),
    );
    expect(record.ending).toEqual({ kind: "succeeded" });
    const left = await pidIn("left");
    await vi.waitFor(() => expect(isAlive(left)).toBe(false), 10_000);
  });

  test("that makes a daemon is not waited for, and the daemon lives", async () => {
    const record = await run(sh("setsid sh -c 'echo $$ > daemon; exec sleep 1000' & sleep 0.2"));
    expect(record.ending).toEqual({ kind: "succeeded" });
    const daemon = await pidIn("daemon");
    expect(isAlive(daemon)).toBe(true);
    process.kill(daemon, "SIGKILL");
  });

  test("that floods its output runs to its end, and the end is kept", async () => {
    const record = await run(
      sh(
        "yes 'a line of noise' | head -c 50000000; echo; echo the end; yes x | head -c 200000 >&2",
      ),
    );
    expect(record.ending).toEqual({ kind: "succeeded" });
    expect(record.stdout.length).toBeLessThanOrEqual(KEPT_BYTES);
    expect(record.stdout).toMatch(/^a line of noise\n/);
    expect(record.stdout).toMatch(/\nthe end\n$/);
    expect(record.stderr.length).toBeLessThanOrEqual(KEPT_BYTES);
  });

  test.each(["\\n", ""])(
    "keeps no secret, not even one that was cut in two, before %j",
    async (end) => {
      const secret = "hunter2hunter2";
      const noise = KEPT_BYTES - 20;
      const record = await run(
        sh(
          `printf 'https://me:${secret}@example.org/${end}'; head -c ${noise} /dev/zero | tr '\\0' x`,
        ),
      );
      expect(record.stdout).not.toContain("hunter2");
    },
  );

  test("shows no secret in its last words", async () => {
    const record = await run(
      sh('echo "remote: https://me:hunter2hunter2@example.org/x" >&2; exit 1'),
    );
    expect(describeCommand(record)).toBe("it ended with code 1: remote: https://***@example.org/x");
  });

  test("waits for whoever takes its output", async () => {
    let taken = 0;
    let open = 0;
    let most = 0;
    const size = 3_000_000;
    await runFurther(sh(`head -c ${size} /dev/zero; until [ -e all ]; do sleep 0.05; done`), {
      async onStdout(chunk) {
        taken += chunk.length;
        open += 1;
        most = Math.max(most, open);
        await readFile("/proc/self/stat");
        open -= 1;
        if (taken === size) await writeFile(scratch.path("all"), "");
      },
    });
    expect(taken).toBe(size);
    expect(most).toBe(1);
  });

  test("that has ended is not held up by whoever takes its output", async () => {
    let taken = 0;
    const record = await runFurther(sh("head -c 100000 /dev/zero"), {
      onStdout(chunk) {
        taken += chunk.length;
        return new Promise(() => undefined);
      },
    });
    expect(record.ending).toEqual({ kind: "succeeded" });
    expect(taken).toBe(100_000);
  });

  test("reads what it is given, at its own pace, or not at all", async () => {
    const content = Buffer.alloc(2_000_000, "x");
    const reading = await runFurther(sh("wc -c"), { stdin: Readable.from([content]) });
    expect(reading.stdout.trim()).toBe("2000000");
    const stdin = Readable.from([content]);
    expect((await runFurther(["true"], { stdin })).ending).toEqual({ kind: "succeeded" });
    expect(stdin.destroyed).toBe(true);
  });

  test("tells its process before all else", async () => {
    const pids: number[] = [];
    const record = await runFurther(sh("echo $$"), { onStarted: (pid) => void pids.push(pid) });
    expect(record.stdout).toBe(`${pids.join()}\n`);
    await runFurther(["no-such-program-here"], { onStarted: (pid) => void pids.push(pid) });
    expect(pids).toHaveLength(1);
  });

  test("reads nothing from the agent", async () => {
    expect((await run(["cat"])).ending).toEqual({ kind: "succeeded" });
  });
});

describe("the environment of a command", () => {
  test("is the agent's, without what would point git elsewhere", () => {
    const env = commandEnvironment(
      {
        PATH: "/bin",
        API_KEY: "k",
        GIT_DIR: "/elsewhere",
        GIT_INDEX_FILE: "x",
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: "core.hooksPath",
        GIT_CONFIG_PARAMETERS: "'a.b=c'",
        GIT_SYNC_TOKEN: "secret",
        GIT_EXEC_PATH: "/evil",
        GIT_AUTHOR_NAME: "Ada",
        GIT_COMMITTER_EMAIL: "ada@example.org",
        GIT_SSH_COMMAND: "ssh -i key",
      },
      {
        repository: scratch.root,
        occasion: "after-pull",
        took: { from: aCommit("1"), to: aCommit("2") },
      },
    );
    expect(env).toEqual({
      PATH: "/bin",
      API_KEY: "k",
      GIT_AUTHOR_NAME: "Ada",
      GIT_COMMITTER_EMAIL: "ada@example.org",
      GIT_SSH_COMMAND: "ssh -i key",
      GIT_TERMINAL_PROMPT: "0",
      HOOKLINE_REPOSITORY: scratch.root,
      HOOKLINE_OCCASION: "after-pull",
      HOOKLINE_FROM: aCommit("1"),
      HOOKLINE_TO: aCommit("2"),
    });
  });

  test("tells a task what it is run for, but no name that is no text", () => {
    const task = { name: "document", file: "a b.md", commit: aCommit("1") };
    const context = { repository: scratch.root, occasion: "task" } as const;
    expect(commandEnvironment({}, { ...context, task })).toEqual({
      GIT_REFLOG_ACTION: "hookline-task",
      GIT_TERMINAL_PROMPT: "0",
      HOOKLINE_REPOSITORY: scratch.root,
      HOOKLINE_OCCASION: "task",
      HOOKLINE_TASK: "document",
      HOOKLINE_FILE: "a b.md",
      HOOKLINE_COMMIT: aCommit("1"),
    });
    const nameless = commandEnvironment(
      { HOOKLINE_FILE: "inherited" },
      { ...context, task: { ...task, file: null } },
    );
    expect(nameless).not.toHaveProperty("HOOKLINE_FILE");
  });
});
