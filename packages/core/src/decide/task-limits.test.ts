import { expect, test } from "vitest";
import { type RepositoryTasks, taskLimits } from "./task-limits.ts";

const document = { name: "document", concurrency: 2, paused: false };
const lint = { name: "lint", concurrency: 4, paused: false };
const on = (...tasks: RepositoryTasks["tasks"]): RepositoryTasks => ({ tasks, on: true });
const off = (...tasks: RepositoryTasks["tasks"]): RepositoryTasks => ({ tasks, on: false });

test.each<[string, readonly RepositoryTasks[], ReturnType<typeof taskLimits>]>([
  ["there is no repository", [], { perKind: {}, except: [] }],
  ["nobody has tasks", [on(), off()], { perKind: {}, except: [] }],
  ["one has tasks", [on(document, lint)], { perKind: { document: 2, lint: 4 }, except: [] }],
  [
    "two differ in a number",
    [on(document), on({ ...document, concurrency: 1 })],
    { perKind: { document: 1 }, except: [] },
  ],
  [
    "a task is paused",
    [on(document, { ...lint, paused: true })],
    { perKind: { document: 2, lint: 4 }, except: ["lint"] },
  ],
  [
    "it is paused in one of two",
    [on(document), on({ ...document, paused: true })],
    { perKind: { document: 2 }, except: [] },
  ],
  [
    "no task runs in one of two",
    [on(document), off(document, lint)],
    { perKind: { document: 2, lint: 4 }, except: ["lint"] },
  ],
  ["no task runs anywhere", [off(document), off(lint), on()], null],
])("when %s", (_case, repositories, expected) => {
  expect(taskLimits(repositories)).toEqual(expected);
});
