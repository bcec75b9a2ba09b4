import { describe, expect, test } from "vitest";
import { type FileContent, type PlannableTask, planTasks, withContent } from "./plan-tasks.ts";

const NOW = 1000;

const committed: FileContent = { blob: "b1", commit: "c1", on: "commit" };
const pulled: FileContent = { blob: "b2", commit: "c2", on: "pull" };

const aTask = (differs: Partial<PlannableTask> = {}): PlannableTask => ({
  mode: "auto",
  on: ["commit"],
  delayMs: 300,
  ...differs,
});

const rows: readonly (readonly [
  string,
  Partial<PlannableTask>,
  readonly FileContent[],
  { readonly content: FileContent; readonly runAt: number | null } | undefined,
])[] = [
  ["a commit, for commits", {}, [committed], { content: committed, runAt: 1300 }],
  ["a commit, for pulls", { on: ["pull"] }, [committed], undefined],
  ["a pull, for commits", {}, [pulled], undefined],
  ["a pull, for pulls", { on: ["pull"] }, [pulled], { content: pulled, runAt: 1300 }],
  ["for nothing", { on: [] }, [committed, pulled], undefined],
  [
    "pulled, then committed, for both",
    { on: ["pull", "commit"] },
    [committed, pulled],
    { content: committed, runAt: 1300 },
  ],
  [
    "committed, then pulled, for both",
    { on: ["commit", "pull"] },
    [pulled, committed],
    { content: pulled, runAt: 1300 },
  ],
  [
    "pulled, then committed, for pulls",
    { on: ["pull"] },
    [committed, pulled],
    { content: pulled, runAt: 1300 },
  ],
  ["without a delay", { delayMs: 0 }, [committed], { content: committed, runAt: 1000 }],
  ["by hand", { mode: "manual" }, [committed], { content: committed, runAt: null }],
];

test.each(rows)("a task is planned for a file: %s", (_name, differs, contents, planned) => {
  const task = aTask(differs);
  const runs = planTasks([{ task, isFor: () => true }], [{ path: "a", contents }], NOW);
  expect(runs).toEqual(planned === undefined ? [] : [{ task, path: "a", ...planned }]);
});

describe("what a task is for", () => {
  test("each task has its own files, in the order of the files", () => {
    const text = { ...aTask(), name: "text" };
    const all = { ...aTask({ mode: "manual" }), name: "all" };
    const files = ["a.txt", "b.ts", "c.txt"].map((path) => ({ path, contents: [committed] }));
    const tasks = [
      { task: text, isFor: (path: string) => path.endsWith(".txt") },
      { task: all, isFor: () => true },
    ];
    const runs = planTasks(tasks, files, NOW);
    expect(runs.map(({ task, path }) => `${task.name} ${path}`)).toEqual([
      "text a.txt",
      "all a.txt",
      "all b.ts",
      "text c.txt",
      "all c.txt",
    ]);
  });

  test("nobody is asked about a file that came in another way", () => {
    const asked: string[] = [];
    const isFor = (path: string): boolean => asked.push(path) > 0;
    planTasks([{ task: aTask(), isFor }], [{ path: "a", contents: [pulled] }], NOW);
    expect(asked).toEqual([]);
  });
});

test("a newer content takes the place of the one that came in the same way, and goes first", () => {
  const newer = { ...committed, blob: "b3" };
  expect(withContent([], committed)).toEqual([committed]);
  expect(withContent([committed], pulled)).toEqual([pulled, committed]);
  expect(withContent([pulled, committed], newer)).toEqual([newer, pulled]);
});
