import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventually } from "../hooks/a-hooked-agent.ts";
import { aTaskedAgent, type TaskedAgent } from "./a-tasked-agent.ts";

let it: TaskedAgent;

beforeEach(async () => {
  it = await aTaskedAgent();
});
afterEach(() => it.end());

describe("a commit", () => {
  test("has its files run through a task, and the result can be found", async () => {
    await it.setTask("count", { command: "wc -c {file}", include: "*.md" });
    const commit = await it.scratch.commit(it.here, "idea.md", "a thought\n");
    await it.scratch.commit(it.here, "other.txt");
    await it.expectAllDone(1);
    expect(await it.results()).toMatchObject([
      { task: "count", file: "idea.md", commit, succeeded: true, stdout: "10 idea.md\n" },
    ]);
    expect(await it.results({ query: "idea" })).toHaveLength(1);
  });

  test("tells in its terminal what it has queued", async () => {
    await it.setTask("count", { command: "wc -c {file}", delay: "5m" });
    const said = await it.after("post-commit", () => it.scratch.commit(it.here, "idea.md"));
    expect(said.text).toMatch(/^\[Hookline\] Queued 1 file for "count"\. /);
    expect(await it.jobs()).toMatchObject([{ state: "queued", file: "idea.md" }]);
  });

  test("gives a task what was committed, whatever stands in the file by then", async () => {
    await it.setTask("copy", { command: "cat", input: "stdin", mode: "manual" });
    await it.scratch.commit(it.here, "idea.md", "committed\n");
    await eventually(async () => expect(await it.jobs()).toHaveLength(1));
    await writeFile(join(it.here, "idea.md"), "edited\n");
    const request = { repository: it.here, task: "copy", again: false } as const;
    expect(await it.client.runTask({ ...request, files: { kind: "queued" } })).toMatchObject({
      value: { files: 1 },
    });
    await it.expectAllDone(1);
    expect(await it.results()).toMatchObject([{ stdout: "committed\n" }]);
  });

  test("that was pulled is for tasks that say so, and for no others", async () => {
    await it.setTask("mine", { command: "echo mine {file}" });
    await it.setTask("theirs", { command: "echo theirs {file}", on: "pull" });
    const there = await it.scratch.clone(it.remote, "there");
    await it.scratch.commit(there, "from-there.md");
    await it.scratch.git(there, "push", "--quiet");
    await it.client.look({ repository: it.here, wait: true });
    await it.expectAllDone(1);
    expect(await it.jobs()).toMatchObject([{ task: "theirs", file: "from-there.md" }]);
  });

  test("that was made while no agent ran is found by the next one", async () => {
    await it.setTask("count", { command: "wc -c {file}" });
    await it.scratch.commit(it.here, "first.md");
    await it.expectAllDone(1);
    await it.agent.stop("nobody is there");
    await it.scratch.commit(it.here, "alone.md");
    await it.scratch.commit(it.here, "alone-too.md");
    await it.restart();
    await it.expectAllDone(3);
    expect(await it.results({ file: "alone-too.md" })).toHaveLength(1);
  });

  test("that a hook reports is the task's, though nobody has looked before", async () => {
    await it.agent.stop("nobody is there");
    await it.config("--global", "hookline-task.count.command", "wc -c {file}");
    await it.config("--global", "hookline-task.count.delay", "0s");
    await it.scratch.commit(it.here, "unseen.md");
    await it.scratch.commit(it.here, "reported.md");
    await it.record("post-commit", "1-1");
    await it.restart();
    await it.expectAllDone(1);
    expect(await it.jobs()).toMatchObject([{ file: "reported.md" }]);
  });
});
