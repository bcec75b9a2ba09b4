import { describe, expect, test } from "vitest";
import type { ConfigEntry, ConfigScope } from "../git/config-list.ts";
import { loadTasks } from "./load-tasks.ts";

/** A value as git lists it: section and key in lower case. */
function entry(key: string, value: string | null, scope: ConfigScope = "global"): ConfigEntry {
  return { key: `hookline-task.${key}`, value, scope, origin: `file:/${scope}` };
}

const says = (entries: readonly ConfigEntry[]) =>
  loadTasks(entries).problems.map((problem) => problem.says);

describe("a task", () => {
  test("has defaults for everything but its command", () => {
    const { tasks, held, problems } = loadTasks([
      { ...entry("x", "1"), key: "hookline.paused" },
      entry("document.command", "claude -p 'Document {file}'"),
    ]);
    expect(tasks).toEqual([
      {
        name: "document",
        words: ["claude", "-p", "Document {file}"],
        include: [],
        exclude: [],
        mode: "auto",
        on: ["commit"],
        input: "path",
        output: null,
        batchSize: 5,
        delayMs: 300_000,
        maxRetries: 2,
        retryDelayMs: 60_000,
        timeoutMs: 600_000,
        concurrency: 1,
        paused: false,
      },
    ]);
    expect([held, problems]).toEqual([[], []]);
  });

  test("takes every key, of the task that its dotted name says, from the narrowest file", () => {
    const { tasks, inForce } = loadTasks([
      entry("a.b.command", "x {file}"),
      entry("a.b.delay", "1m"),
      entry("a.b.delay", "0s", "local"),
      entry("a.b.include", "*.md", "local"),
      entry("a.b.include", "*.ts", "local"),
      entry("a.b.on", "commit"),
      entry("a.b.on", "pull"),
      entry("a.b.on", "pull"),
      entry("a.b.paused", null),
      entry("a.b.output", "out/{file}"),
      entry("A.B.command", "y"),
    ]);
    expect(tasks).toMatchObject([
      {
        name: "a.b",
        delayMs: 0,
        include: ["*.md", "*.ts"],
        on: ["commit", "pull"],
        paused: true,
        output: "out/{file}",
      },
      { name: "A.B" },
    ]);
    const keys = inForce[0]?.keys ?? [];
    expect(keys.find(({ key }) => key === "delay")).toMatchObject({
      shown: "0s",
      origin: "/local",
    });
    expect(keys.find(({ key }) => key === "timeout")).toMatchObject({ origin: "default" });
  });

  test("has lists that an empty value clears", () => {
    const values = ["*.md", "", "*.ts"].map((value) => entry("t.include", value));
    const { tasks } = loadTasks([entry("t.command", "x"), ...values]);
    expect(tasks[0]?.include).toEqual(["*.ts"]);
  });

  test("goes on with the number before a bad one, and tells of it", () => {
    const entries = [
      entry("t.command", "x"),
      entry("t.batchsize", "7"),
      entry("t.batchsize", "many", "local"),
    ];
    expect(loadTasks(entries).tasks).toMatchObject([{ batchSize: 7 }]);
    expect(says(entries)).toEqual([
      'hookline-task.t.batchSize in /local wants a whole number from 1 to 100, not "many".',
    ]);
  });

  test.each([
    ["mode", "manul", "auto or manual"],
    ["on", "push", "commit or pull"],
    ["input", "file", "path or stdin"],
    ["paused", "maybe", "true or false"],
  ])("is held by a word that decides when it runs, or on what: %s", (key, word, wanted) => {
    const entries = [entry("t.command", "x"), entry(`t.${key}`, word)];
    const sentence = `hookline-task.t.${key} in /global wants ${wanted}, not "${word}". The task does not run.`;
    expect(loadTasks(entries)).toMatchObject({ tasks: [], held: [{ name: "t", says: sentence }] });
    expect(says(entries)).toEqual([sentence]);
  });

  test.each([
    ["t.batchsise", "Did you mean batchSize?"],
    ["t.includes", "Did you mean include?"],
    ["t.colour", "A task has command, include, "],
  ])("names a key that it does not know: %s", (key, hint) => {
    const [problem] = says([entry("t.command", "x"), entry(key, "1")]);
    expect(problem).toContain(`hookline-task.${key} in /global is no key of a task. ${hint}`);
  });

  test("tells of a placeholder that was probably meant, and leaves other braces alone", () => {
    expect(says([entry("t.command", "awk '{print}' {file}")])).toEqual([]);
    expect(says([entry("t.command", "x {files}")])).toEqual([
      "hookline-task.t.command in /global has {files}, which stands for nothing. Did you mean {file}?",
    ]);
  });
});

describe("a task is held", () => {
  const held = (entries: readonly ConfigEntry[]) => {
    const loaded = loadTasks(entries);
    expect(loaded.tasks).toEqual([]);
    expect(loaded.problems.map((problem) => problem.says)).toEqual(
      loaded.held.map((one) => one.says),
    );
    return loaded.held.map((one) => `${one.why}: ${one.says}`);
  };
  const command = entry("t.command", "x {file}");

  test.each<[string, ConfigEntry[]]>([
    ["no-command: hookline-task.t.command in /global is missing", [entry("t.mode", "auto")]],
    [
      "bad-command: hookline-task.t.command in /global has a ' that is not closed",
      [entry("t.command", "x 'y")],
    ],
    [
      "bad-command: hookline-task.t.command in /global has {file} where it would become code",
      [entry("t.command", "sh -c 'wc {file}'")],
    ],
    [
      'bad-pattern: hookline-task.t.include in /local has the pattern "a[", which has a [ that is not closed',
      [command, entry("t.include", "a[", "local")],
    ],
    [
      "bad-pattern: hookline-task.t.exclude in /global has 101 patterns; 100 are the most",
      [command, ...Array.from({ length: 101 }, () => entry("t.exclude", "a"))],
    ],
    [
      "bad-output: hookline-task.t.output in /global needs {file}",
      [command, entry("t.output", "docs/all.md")],
    ],
    [
      "bad-name: hookline-task..command in /global has no usable task: its name is missing",
      [entry(".command", "x")],
    ],
    [
      "bad-name: hookline-task.-x.command in /global has no usable task: its name begins with a -",
      [entry("-x.command", "x")],
    ],
    [
      "bad-name: hookline-task.a\\u{a}b.command in /global has no usable task: its name has characters that cannot be seen",
      [entry("a\nb.command", "x")],
    ],
    [
      `bad-name: hookline-task.${"n".repeat(65)}.command in /global has no usable task: its name is longer than 64 characters`,
      [entry(`${"n".repeat(65)}.command`, "x")],
    ],
  ])("%s", (problem, entries) => {
    const [said, ...others] = held(entries);
    expect(said).toContain(problem);
    expect(said).toMatch(/does not run\.$/);
    expect(others).toEqual([]);
  });

  test("also where the section has no name at all", () => {
    const nameless = { ...entry("x", "y"), key: "hookline-task.command" };
    expect(held([nameless])).toHaveLength(1);
  });

  test("without a word where a narrower file takes its command back", () => {
    const { tasks, held: taken, problems } = loadTasks([command, entry("t.command", "", "local")]);
    expect([tasks, problems]).toEqual([[], []]);
    expect(taken).toMatchObject([{ name: "t", why: "taken-back", origin: "/local" }]);
  });

  test("alone: the others run", () => {
    const { tasks, held: one } = loadTasks([command, entry("u.command", "evil", "local")]);
    expect([tasks.map(({ name }) => name), one.map(({ name }) => name)]).toEqual([["t"], ["u"]]);
  });

  test.each<ConfigScope>(["local", "worktree", "unknown"])(
    "until it is trusted, where the %s config sets its command",
    (scope) => {
      expect(held([command, entry("t.command", "evil {file}", scope)])).toEqual([
        `untrusted: hookline-task.t.command in /${scope} does not run until you trust it: see \`hookline trust\`.`,
      ]);
    },
  );

  test("not where the repository's config sets other keys of the user's own task", () => {
    const own = [entry("t.mode", "manual", "local"), entry("t.include", "*.ts", "local")];
    expect(loadTasks([command, ...own]).tasks).toMatchObject([
      { words: ["x", "{file}"], mode: "manual", include: ["*.ts"] },
    ]);
  });

  test("no longer once it is trusted", () => {
    expect(loadTasks([command, entry("t.command", "mine", "trusted")]).tasks).toMatchObject([
      { words: ["mine"] },
    ]);
  });
});
