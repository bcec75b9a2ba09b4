import { readFileSync } from "node:fs";
import { readFile, rm, symlink, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fromGit } from "../../src/git/path-bytes.ts";
import { KEPT_HEAD_BYTES } from "../../src/tasks/output-head.ts";
import type { TaskBeat } from "../../src/tasks/task-order.ts";
import { sh, TaskScratch } from "./a-task.ts";

let here: TaskScratch;

beforeEach(async () => {
  here = await TaskScratch.make();
  await here.commit({ "a.md": "one\n" });
});

afterEach(() => here.remove());

const SUCCEEDED = { kind: "succeeded" };

/** An orphan that ended stays a zombie until the first process of the machine takes notice. */
const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

const pidIn = async (name: string): Promise<number> => {
  const file = here.scratch.path(name);
  await vi.waitFor(async () => expect(await readFile(file, "utf8")).toMatch(/\d\n/));
  return Number(await readFile(file, "utf8"));
};

describe("a task", () => {
  test("runs in the top folder, knows its file, and its result is kept", async () => {
    const script =
      'pwd; printf "%s\\n" "$@" "$HOOKLINE_TASK" "$HOOKLINE_FILE" "$HOOKLINE_OCCASION"';
    const words = sh(`${script}; echo careful >&2`, "{file}", "{path}", "{task}", "{commit}");
    const run = await here.ran({ task: { words } });
    const commit = await here.git("rev-parse", "HEAD");
    const said = ["a.md", here.file("a.md"), "document", commit, "document", "a.md", "task"];
    expect(run).toMatchObject({
      ending: SUCCEEDED,
      stdout: [here.here, ...said, ""].join("\n"),
      stderr: "careful\n",
      job: "7",
      attempt: 1,
      path: "a.md",
      repository: here.here,
      commit,
    });
    expect(here.runs.get(run.id)).toEqual(run);
  });

  test("that fails is kept, too", async () => {
    const run = await here.ran({ task: { words: sh("echo half; exit 3") } });
    expect(run).toMatchObject({ ending: { kind: "failed", exitCode: 3 }, stdout: "half\n" });
  });

  test("whose program is missing is kept as not started", async () => {
    const run = await here.ran({ task: { words: ["no-such-program-here"] } });
    expect(run.ending).toMatchObject({ kind: "not-started" });
  });

  test("is skipped when its file is gone, became a link or lies behind one", async () => {
    await here.commit({ "b.md": "b\n", "docs/c.md": "c\n" });
    await rm(here.file("a.md"));
    await rm(here.file("b.md"));
    await symlink("/etc/passwd", here.file("b.md"));
    await rm(here.file("docs"), { recursive: true });
    await symlink("/etc", here.file("docs"));
    const skipped = async (path: string) => here.run({ path, task: { words: ["cat", "{file}"] } });
    expect(await skipped("a.md")).toEqual({
      kind: "skipped",
      reason: "a.md is gone from the work tree",
    });
    expect(await skipped("b.md")).toEqual({
      kind: "skipped",
      reason: "b.md is not a plain file any more",
    });
    expect(await skipped("docs/c.md")).toMatchObject({ kind: "skipped" });
  });

  test("that is never done is ended with all it started, and says so", async () => {
    const started = here.scratch.path("child");
    const words = sh(`(trap '' TERM; echo $$ > ${started}; while :; do sleep 1; done) & wait`);
    const running = here.ran({ task: { words, timeoutMs: 400 } });
    const child = await pidIn("child");
    expect((await running).ending).toEqual({ kind: "timed-out", afterMs: 400 });
    await vi.waitFor(() => expect(isAlive(child)).toBe(false), 10_000);
  });

  test("that is taken back ends at once and leaves no record", async () => {
    const stop = new AbortController();
    const words = sh(`echo $$ > ${here.scratch.path("shell")}; exec sleep 1000`);
    const running = here.run({ task: { words }, signal: stop.signal });
    const pid = await pidIn("shell");
    stop.abort();
    expect(await running).toEqual({ kind: "stopped" });
    expect(isAlive(pid)).toBe(false);
    expect(here.runs.list({}, { most: 10 })).toEqual([]);
  });

  test("tells its process, and its progress now and then", async () => {
    const beats: TaskBeat[] = [];
    const flag = here.scratch.path("go");
    const words = sh(
      `echo working; echo '  \\033[1mhalf\\033[0m' >&2; until [ -e ${flag} ]; do sleep 0.05; done`,
    );
    const running = here.ran({ task: { words }, beat: (beat) => void beats.push(beat) });
    await vi.waitFor(() => expect(beats.some((beat) => "progress" in beat)).toBe(true), 5000);
    await writeFile(flag, "");
    await running;
    const [first, second] = beats;
    expect(first).toMatchObject({
      process: { startedAt: expect.stringMatching(/^[0-9a-f-]+\/\d+$/) },
    });
    expect(second).toEqual({ progress: { outputBytes: 8, lastLine: "[1mhalf [0m" } });
    expect(beats).toHaveLength(2);
  });

  test("may print as much as it likes: the beginning is kept, the rest counted", async () => {
    const beats: TaskBeat[] = [];
    const bytes = 1024 ** 3;
    const words = sh(`yes 'a line of noise' | head -c ${bytes}; yes x | head -c 1000000 >&2`);
    const before = process.memoryUsage.rss();
    let highest = before;
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage.rss());
    }, 20);
    const run = await here.ran({ task: { words }, beat: (beat) => void beats.push(beat) });
    clearInterval(watch);
    expect(run.ending).toEqual(SUCCEEDED);
    expect(run.stdoutBytes).toBe(bytes);
    expect(run.stdout).toHaveLength(KEPT_HEAD_BYTES);
    expect(run.stderr.length).toBeLessThanOrEqual(64 * 1024);
    expect(highest - before).toBeLessThan(150 * 1024 * 1024);
    expect(beats.length).toBeLessThan(2 + run.durationMs / 500);
  }, 60_000);

  test("keeps no half of a character", async () => {
    const words = sh(`printf x; yes ä | head -c 2000000 | tr -d '\\n'`);
    const { stdout } = await here.ran({ task: { words } });
    expect(stdout).toMatch(/^xä+$/);
  });
});

describe("a task that reads its standard input", () => {
  test("gets what was committed, not what stands in the work tree", async () => {
    await here.write("a.md", "edited since\n");
    const run = await here.ran({ task: { words: ["cat"], input: "stdin" } });
    expect(run.stdout).toBe("one\n");
    await rm(here.file("a.md"));
    expect(await here.run({ task: { words: ["cat"], input: "stdin" } })).toEqual({
      kind: "already",
      run: run.id,
    });
  });

  test.each([0, 1, 65_536, 3_000_000])("gets all of %i bytes", async (size) => {
    const content = Buffer.alloc(size, "0123456789abcdef\n\0\xff");
    await here.commit({ "big.bin": content });
    const words = ["git", "hash-object", "--stdin"];
    const run = await here.ran({ path: "big.bin", task: { words, input: "stdin" } });
    expect(run.stdout.trim()).toBe(run.blob);
  });

  test("need not read it", async () => {
    await here.commit({ "big.bin": Buffer.alloc(20_000_000, "x") });
    for (const words of [["true"], sh("exec <&-; echo closed"), ["head", "-c", "3"]]) {
      const run = await here.ran({ path: "big.bin", task: { words, input: "stdin" } });
      expect(run.ending).toEqual(SUCCEEDED);
    }
  });

  test("gets a large one at its own pace", async () => {
    // Made elsewhere: what this process held before would hide what it holds then.
    await here.ran({ task: { words: sh("yes | head -c 150000000 > big.bin") } });
    await here.commit({});
    const before = process.memoryUsage.rss();
    let highest = before;
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage.rss());
    }, 20);
    const words = sh("head -c 1000000 >/dev/null; sleep 2; wc -c");
    const run = await here.ran({ path: "big.bin", task: { words, input: "stdin" } });
    clearInterval(watch);
    expect(run.stdout.trim()).toBe("149000000");
    expect(highest - before).toBeLessThan(60 * 1024 * 1024);
  }, 60_000);

  test("is unusable when the repository does not have it any more", async () => {
    const blob = "1".repeat(40);
    const done = await here.run({ task: { words: ["cat"], input: "stdin" }, payload: { blob } });
    expect(done).toEqual({
      kind: "unusable",
      reason: `The repository no longer has ${blob}, the content of a.md`,
    });
  });

  test("that is cancelled while it is being fed ends at once", async () => {
    await here.commit({ "big.bin": Buffer.alloc(50_000_000, "x") });
    const stop = new AbortController();
    const words = sh(`echo $$ > ${here.scratch.path("shell")}; exec sleep 1000`);
    const asked = {
      path: "big.bin",
      task: { words, input: "stdin" },
      signal: stop.signal,
    } as const;
    const running = here.run(asked);
    await pidIn("shell");
    stop.abort();
    expect(await running).toEqual({ kind: "stopped" });
  });
});

describe("a file name", () => {
  const names = [
    "a b.md",
    "$(touch pwned).md",
    "-rf.md",
    "--output=x",
    "a;b&c|d.md",
    "new\nline.md",
    "quo'te\".md",
    "ünï 日本.md",
    "{file}.md",
    "*?.md",
    "\\.md",
    "\u001b[2J.md",
  ];

  test.each(names)("%j is one argument, and only that", async (name) => {
    await here.commit({ [name]: "text\n" });
    const words = sh('printf "%s\\0" "$@" "$HOOKLINE_FILE"; cat -- "$1"', "{file}", "end");
    const run = await here.ran({ path: name, task: { words } });
    const [first = "", end, told, content] = run.stdout.split("\0");
    expect(first.replace(/^\.\//, "")).toBe(name);
    expect([end, told, content]).toEqual(["end", name, "text\n"]);
    expect(run.path).toBe(name);
  });

  test("that is not UTF-8 can be read, but not told", async () => {
    const path = fromGit("\xff.md");
    const blob = await here.git("rev-parse", "HEAD:a.md");
    const asked = { path: "a.md", payload: { path, blob } };
    const words = sh('cat; echo "${HOOKLINE_FILE-none}"');
    const run = await here.ran({ ...asked, task: { words, input: "stdin" } });
    expect(run.stdout).toBe("one\nnone\n");
    for (const task of [
      { words: ["cat", "{file}"], input: "stdin" } as const,
      { words: ["cat"], input: "path" } as const,
    ]) {
      expect(await here.run({ ...asked, task })).toMatchObject({ kind: "unusable" });
    }
  });

  test("that leads out of the work tree is refused", async () => {
    for (const path of ["../x", "/etc/passwd", ".git/config"]) {
      const blob = "1".repeat(40);
      const done = await here.run({ path, payload: { blob } });
      expect(done).toMatchObject({ kind: "unusable" });
    }
  });
});

test("a repository that names its objects by SHA-256 is like any other", async () => {
  const other = await TaskScratch.make(["--object-format=sha256"]);
  try {
    await other.commit({ "a.md": "one\n" });
    const task = { words: ["cat"], input: "stdin", output: "docs/{file}" } as const;
    const run = await other.ran({ task });
    expect(run.ending).toEqual(SUCCEEDED);
    expect(run.outputBlob).toBe(run.blob);
    expect(await other.run({ task })).toEqual({ kind: "already", run: run.id });
  } finally {
    await other.remove();
  }
});
