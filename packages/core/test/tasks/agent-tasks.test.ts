import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { register, unregister } from "../../src/registration/registry.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { namesOf } from "../../src/worktree/processes.ts";
import { eventually } from "../hooks/a-hooked-agent.ts";
import { aTaskedAgent, EVERY_JOB, type TaskedAgent } from "./a-tasked-agent.ts";

let it: TaskedAgent;

beforeEach(async () => {
  it = await aTaskedAgent();
});
afterEach(() => it.end());

describe("a task", () => {
  test("of the repository's own config does not run until it is trusted", async () => {
    await it.config("hookline-task.own.command", "touch ran");
    await it.config("hookline-task.own.delay", "0s");
    await it.client.reload();
    await it.scratch.commit(it.here, "idea.md");
    await it.inSync();
    await eventually(() =>
      expect(it.agent.status().repositories[0]?.warnings.join(" ")).toContain("hookline trust"),
    );
    expect(await it.jobs()).toEqual([]);
    expect(existsSync(join(it.here, "ran"))).toBe(false);
  });

  test("waits while tasks are paused, and runs afterwards", async () => {
    await it.setTask("count", { command: "wc -c {file}" });
    await it.config("--global", "hookline.tasks", "false");
    await it.client.reload();
    await it.scratch.commit(it.here, "idea.md");
    await eventually(async () =>
      expect(await it.jobs()).toMatchObject([{ state: "queued", paused: true }]),
    );
    expect(await it.client.jobs(EVERY_JOB)).toMatchObject({ value: { paused: true } });
    await it.config("--global", "--unset", "hookline.tasks");
    await it.client.reload();
    await it.expectAllDone(1);
  });

  test("that is paused in this repository alone waits here, and runs afterwards", async () => {
    const there = await it.scratch.clone(it.remote, "there");
    const door = { env: it.scratch.env, log: memoryLog().log };
    await register(door, there);
    await it.setTask("count", { command: "wc -c {file}" });
    await it.config("hookline-task.count.paused", "true");
    await it.client.reload();
    await it.scratch.commit(it.here, "idea.md");
    await eventually(async () =>
      expect(await it.jobs({ states: ["queued"] })).toMatchObject([{ runAt: null }]),
    );
    await it.config("--unset", "hookline-task.count.paused");
    await it.client.reload();
    await eventually(async () => expect(await it.jobs({ states: ["done"] })).toHaveLength(1));
    expect(await it.jobs({ states: ["queued", "running"] })).toEqual([]);
  });

  test("that gave up is told in the status, until a person retries or discards it", async () => {
    await it.setTask("check", { command: "test -e mended", maxRetries: "0" });
    await it.scratch.commit(it.here, "one.md");
    await it.scratch.commit(it.here, "two.md");
    const warning = 'Task "check" gave up on 2 files: see `hookline queue --failed`.';
    await eventually(() => expect(it.agent.status().repositories[0]?.warnings).toContain(warning));
    expect(it.agent.status().queue.dead).toBe(2);
    await writeFile(join(it.here, "mended"), "");
    const chosen = { repository: null, task: null, run: null };
    const [newest, oldest] = await it.jobs();
    const ids = [oldest?.id ?? ""];
    expect(await it.client.actOnJobs({ action: "retry", ids, ...chosen })).toMatchObject({
      value: { changed: 1, unfit: [] },
    });
    await eventually(async () => expect(await it.jobs({ ids })).toMatchObject([{ state: "done" }]));
    const all = [newest?.id ?? "", oldest?.id ?? "", "999"];
    expect(await it.client.actOnJobs({ action: "discard", ids: all, ...chosen })).toMatchObject({
      value: { changed: 1, unfit: [oldest?.id, "999"] },
    });
    await eventually(() => expect(it.agent.status().repositories[0]?.warnings).toEqual([]));
  });

  test("that runs is ended with everything it started, when a person cancels it", async () => {
    const pid = it.scratch.path("pid");
    await it.setTask("slow", { command: `sh -c 'sleep 300 & echo $! >"${pid}"; wait' sh {file}` });
    await it.scratch.commit(it.here, "idea.md");
    await eventually(() => expect(existsSync(pid)).toBe(true));
    const chosen = { ids: null, repository: null, task: "slow", run: null };
    await it.client.actOnJobs({ action: "cancel", ...chosen });
    await eventually(async () => expect(await it.jobs()).toMatchObject([{ state: "cancelled" }]));
    const sleeper = Number(await readFile(pid, "utf8"));
    await eventually(() => expect(namesOf([sleeper])).toEqual([]));
  });

  test("that runs when the agent stops runs again at its next start", async () => {
    const begun = it.scratch.path("begun");
    const command = `sh -c 'echo >>"${begun}"; test -e "${begun}.go" || sleep 300' sh {file}`;
    await it.setTask("slow", { command });
    await it.scratch.commit(it.here, "idea.md");
    await eventually(() => expect(existsSync(begun)).toBe(true));
    await writeFile(`${begun}.go`, "");
    await it.restart();
    await it.expectAllDone(1);
    expect(await readFile(begun, "utf8")).toBe("\n\n");
  });

  test("that nobody has set up cannot be run, and the reply says which there are", async () => {
    await it.setTask("count", { command: "wc -c {file}" });
    const request = { repository: it.here, files: { kind: "all" }, again: false } as const;
    expect(await it.client.runTask({ ...request, task: "cuont" })).toMatchObject({
      kind: "refused",
      message: `There is no task "cuont" for ${it.here}.`,
      hint: 'There are: "count".',
    });
  });

  test("runs for every file when a person asks, and once more only when asked again", async () => {
    await it.setTask("count", { command: "wc -c {file}" });
    await it.scratch.commit(it.here, "idea.md");
    await it.expectAllDone(1);
    const request = { repository: it.here, task: "count", files: { kind: "all" } } as const;
    await it.client.runTask({ ...request, again: false });
    await it.expectAllDone(3);
    const outcomes = async () =>
      (await it.jobs())
        .map(({ outcome }) => outcome ?? "none")
        .toSorted((a, b) => a.localeCompare(b));
    expect(await outcomes()).toEqual(["already", "ran", "ran"]);
    await it.client.runTask({ ...request, again: true });
    await it.expectAllDone(5);
    expect(await outcomes()).toEqual(["already", "ran", "ran", "ran", "ran"]);
  });
});

test("a commit that a task makes is synced, and starts no task", async () => {
  const commit = `sh -c 'date >>"$1"; git add "$1"; git commit -qm "by a task"' sh {file}`;
  await it.setTask("loop", { command: commit, include: "*.log" });
  await it.scratch.commit(it.here, "a.log");
  await it.expectAllDone(1);
  const head = await it.scratch.git(it.here, "rev-parse", "HEAD");
  await eventually(async () =>
    expect(await it.scratch.git(it.remote, "rev-parse", "main")).toBe(head),
  );
  await it.inSync();
  await it.scratch.commit(it.here, "b.log");
  await it.expectAllDone(2);
  expect((await it.jobs()).map(({ file }) => file)).toEqual(["b.log", "a.log"]);
});

test("a task that is taken back takes what waits for it along", async () => {
  await it.setTask("count", { command: "wc -c {file}", mode: "manual" });
  await it.scratch.commit(it.here, "idea.md");
  await eventually(async () => expect(await it.jobs()).toMatchObject([{ state: "queued" }]));
  await it.config("--global", "--remove-section", "hookline-task.count");
  await it.client.reload();
  expect(await it.jobs()).toMatchObject([{ state: "cancelled" }]);
});

test("a repository that is taken off the list takes its jobs along", async () => {
  await it.setTask("count", { command: "wc -c {file}", delay: "1h" });
  await it.scratch.commit(it.here, "idea.md");
  await eventually(async () => expect(await it.jobs()).toMatchObject([{ state: "queued" }]));
  await unregister({ env: it.scratch.env, log: memoryLog().log }, it.here);
  await it.client.reload();
  expect(await it.jobs()).toMatchObject([{ state: "cancelled" }]);
});

test("a repository that is away keeps its jobs until it is back", async () => {
  await it.setTask("count", { command: "wc -c {file}", mode: "manual" });
  await it.scratch.commit(it.here, "idea.md");
  await eventually(async () => expect(await it.jobs()).toHaveLength(1));
  await rename(it.here, `${it.here}.away`);
  const request = { repository: it.here, task: "count", files: { kind: "queued" } } as const;
  expect(await it.client.runTask({ ...request, again: false })).toMatchObject({ kind: "refused" });
  const [job] = await it.jobs();
  const ids = [job?.id ?? ""];
  await it.client.actOnJobs({ action: "retry", ids, repository: null, task: null, run: null });
  await eventually(async () =>
    expect(await it.jobs()).toMatchObject([{ state: "retrying", failure: { kind: "missing" } }]),
  );
  await rename(`${it.here}.away`, it.here);
  await it.client.actOnJobs({ action: "retry", ids, repository: null, task: null, run: null });
  await it.expectAllDone(1);
});
