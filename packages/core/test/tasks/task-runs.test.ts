import { statSync } from "node:fs";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { absolutePath } from "../../src/decide/brands.ts";
import type { TaskEnding } from "../../src/decide/task-ending.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import type { NewTaskRun } from "../../src/tasks/task-run.ts";
import { HIT_END, HIT_START, TaskRuns } from "../../src/tasks/task-runs.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { inFolder, scratchFolder } from "../store-scratch.ts";

let store: Store;
let runs: TaskRuns;

beforeEach(() => {
  store = openStore(inFolder(scratchFolder(), "test.db"), systemClock, memoryLog().log).store;
  runs = new TaskRuns(store);
});

afterEach(() => store.close());

const HERE = absolutePath("/here");

function aRun(changed: Partial<NewTaskRun> = {}): NewTaskRun {
  return {
    job: "1",
    attempt: 1,
    task: "document",
    repository: HERE,
    path: "src/a.ts",
    blob: "1".repeat(40),
    commit: "2".repeat(40),
    fingerprint: "f",
    ending: { kind: "succeeded" },
    startedAt: 1000,
    durationMs: 5,
    stdout: "",
    stdoutBytes: 0,
    stderr: "",
    output: null,
    outputBlob: null,
    ...changed,
  };
}

const save = (...changed: Partial<NewTaskRun>[]) => changed.map((one) => runs.save(aRun(one)).id);
const found = (words: string) => runs.search(words, {}, { most: 10 }).map(({ id }) => id);

describe("a run", () => {
  test.each<TaskEnding>([
    { kind: "succeeded" },
    { kind: "failed", exitCode: 3 },
    { kind: "killed", signal: "SIGKILL" },
    { kind: "timed-out", afterMs: 10 },
    { kind: "not-started", problem: "ENOENT" },
    { kind: "output-refused", detail: "a" },
    { kind: "output-taken", detail: "b" },
    { kind: "output-too-large", detail: "c" },
    { kind: "disk", detail: "d" },
    { kind: "content", detail: "e" },
  ])("comes back as it was, ended as %j", (ending) => {
    const run = aRun({ ending, stdout: "a\0b\u001b[0m\r\n\ud800", output: "x", outputBlob: "y" });
    const { id } = runs.save(run);
    expect(runs.get(id)).toEqual({ ...run, id, stdout: "a\0b\u001b[0m\r\n\ufffd" });
  });

  test("is found again by its fingerprint once it succeeded, the newest", () => {
    const [, second] = save(
      { fingerprint: "x" },
      { fingerprint: "x" },
      { fingerprint: "x", ending: { kind: "failed", exitCode: 1 } },
      { fingerprint: null },
    );
    expect(runs.findDone("x")?.id).toBe(second);
    expect(runs.findDone("y")).toBeUndefined();
  });

  test("lies in a file that only its owner can read", () => {
    expect(statSync(store.file).mode & 0o777).toBe(0o600);
  });
});

describe("a list", () => {
  test("has the newest first, page by page, of what was asked for", () => {
    const other = absolutePath("/other");
    const [one, two, three, four] = save(
      {},
      { task: "test" },
      { repository: other },
      { path: "b.ts" },
    );
    const list = (...asked: Parameters<TaskRuns["list"]>) =>
      runs.list(...asked).map(({ id }) => id);
    expect(list({}, { most: 2 })).toEqual([four, three]);
    expect(list({}, { most: 9, before: three })).toEqual([two, one]);
    expect(list({ task: "test" }, { most: 9 })).toEqual([two]);
    expect(list({ job: "1" }, { most: 9 })).toEqual([four, three, two, one]);
    expect(list({ job: "2" }, { most: 9 })).toEqual([]);
    expect(list({ repository: other }, { most: 9 })).toEqual([three]);
    expect(list({ repository: HERE, path: "b.ts" }, { most: 9 })).toEqual([four]);
    expect(list({}, { most: -1 })).toEqual([]);
  });
});

describe("a search", () => {
  test("finds words of the output, the file and the task, the name first", () => {
    const [inText, inPath] = save(
      { stdout: "How the retry policy works", path: "x.ts" },
      { stdout: "unrelated", path: "src/retry-policy.ts" },
      { stdout: "retry without the other word", path: "y.ts" },
    );
    expect(found("retry policy")).toEqual([inPath, inText]);
    expect(found("RETRY Polic")).toEqual([inPath, inText]);
    expect(found('"retry policy"')).toEqual([inPath, inText]);
    expect(found('"policy retry"')).toEqual([]);
    expect(found("docu unrelated")).toEqual([]);
    expect(found("unrelated docu")).toEqual([inPath]);
  });

  test("shows where, on one line that a terminal does not obey", () => {
    save({ stdout: "first\n\u001b[2J the retry\npolicy \u0007here" });
    const [run] = runs.search("policy", {}, { most: 1 });
    expect(run?.snippet).toBe(`first  [2J the retry ${HIT_START}policy${HIT_END}  here`);
  });

  test("is bounded, even where a word is all of the output", () => {
    save({ stdout: `needle ${"x".repeat(1_000_000)}` });
    const [run] = runs.search("needle", {}, { most: 1 });
    expect(run?.snippet.length).toBeLessThanOrEqual(1000);
  });

  test("keeps to what was asked for, and goes on where it ended", () => {
    const [one, two] = save({ stdout: "word" }, { stdout: "word", task: "test" });
    const search = (...asked: Parameters<TaskRuns["search"]>) =>
      runs.search(...asked).map(({ id }) => id);
    expect(search("word", { task: "test" }, { most: 9 })).toEqual([two]);
    expect(search("word", {}, { most: 1, skip: 1 })).toEqual([one]);
  });

  test("takes anything for words", () => {
    const syntax = fc.constantFrom(
      ...`" ' * - ^ ( ) { } : + , \0 \\ \ud800 AND OR NOT NEAR( NEAR/2 path: task_run_text word ä`.split(
        " ",
      ),
      " ",
      "\u0301",
    );
    save({ stdout: "word AND near" });
    const text = fc.oneof(
      fc.array(syntax).map((parts) => parts.join("")),
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme", maxLength: 3000 }),
    );
    fc.assert(
      fc.property(text, (words) => {
        expect(runs.search(words, {}, { most: 5 }).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });

  test("finds every output by any word of it", () => {
    const word = fc.string({
      unit: fc.constantFrom("a", "b", "c", "ä", "ß", "日", "本", "0", "1"),
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), fc.nat(), (words, at) => {
        const [id] = save({ stdout: words.join(" "), startedAt: 1 });
        expect(found(words[at % words.length] ?? "")).toContain(id);
        expect(found(`"${words.join(" ")}"`)).toContain(id);
        while (runs.prune({ startedBefore: 2, most: 10, mostBytes: 1000 }) > 0);
      }),
    );
  });
});

describe("pruning", () => {
  const ids = () => runs.list({}, { most: 500 }).map(({ id }) => id);
  const pruneAll = (startedBefore: number, most: number, mostBytes = 1e12): number[] => {
    const counts: number[] = [];
    do counts.push(runs.prune({ startedBefore, most, mostBytes }));
    while (counts.at(-1) !== 0);
    return counts;
  };

  test("forgets what is old, and what is too many, in pieces", () => {
    const all = save(
      ...Array.from({ length: 450 }, (_, at) => ({ startedAt: at, stdout: "word" })),
    );
    expect(pruneAll(10, 1000)).toEqual([10, 0]);
    expect(pruneAll(0, 1000)).toEqual([0]);
    expect(pruneAll(0, 5)).toEqual([200, 200, 35, 0]);
    expect(ids()).toEqual(all.slice(-5).toReversed());
    expect(found("word")).toHaveLength(5);
    expect(pruneAll(1000, 5)).toEqual([5, 0]);
    expect(found("word")).toEqual([]);
  });

  test("forgets the oldest where they are too large, by what is kept of each", () => {
    const all = save(
      { stdoutBytes: 100 },
      { stdoutBytes: 5_000_000_000 },
      { stdoutBytes: 300 },
      { stdoutBytes: 0 },
    );
    expect(pruneAll(0, 10, 1024 * 1024 + 300)).toEqual([1, 0]);
    expect(ids()).toEqual(all.slice(1).toReversed());
    expect(pruneAll(0, 10, 300)).toEqual([1, 0]);
    expect(pruneAll(0, 10, 0)).toEqual([1, 0]);
    expect(ids()).toEqual([all[3]]);
  });
});
