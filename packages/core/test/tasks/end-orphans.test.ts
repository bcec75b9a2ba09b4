import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { JobId, JobProcess } from "../../src/queue/job-queue.ts";
import { endOrphans } from "../../src/tasks/end-orphans.ts";
import { isSameProcess, jobProcess } from "../../src/tasks/job-process.ts";
import { groupMembers } from "../../src/worktree/processes.ts";

const started: number[] = [];

afterEach(() => {
  for (const pid of started.splice(0)) {
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // As it should be.
    }
  }
});

function start(script: string, { detached = true, task = "document" } = {}) {
  const env = { PATH: process.env["PATH"], HOOKLINE_OCCASION: "task", HOOKLINE_TASK: task };
  const child = spawn("sh", ["-c", script], { detached, env, stdio: ["ignore", "pipe", "ignore"] });
  const pid = child.pid ?? expect.fail("no process");
  if (detached) started.push(pid);
  return { child, pid, recorded: jobProcess(pid) };
}

/** Waits until the script says that it has come so far. */
async function ready(child: ChildProcess): Promise<void> {
  await new Promise((resolve) => child.stdout?.once("data", resolve));
}

const end = async (process: JobProcess | null) => {
  const id = "1" as JobId;
  const ends = await endOrphans([{ id, kind: "document", process }], systemClock);
  return ends.map(({ kind }) => kind);
};

describe("what a dead worker left", () => {
  test("is ended with all that it started", async () => {
    const { child, pid, recorded } = start("sleep 1000 & sleep 1000 & echo ready; wait");
    await ready(child);
    expect(groupMembers(pid)).toHaveLength(3);
    expect(await end(recorded)).toEqual(["ended"]);
    expect(groupMembers(pid)).toEqual([]);
  });

  test("is killed when it does not want to end", async () => {
    const { child, pid, recorded } = start("trap '' TERM; echo ready; while :; do sleep 1; done");
    await ready(child);
    expect(await end(recorded)).toEqual(["ended"]);
    expect(groupMembers(pid)).toEqual([]);
  }, 10_000);

  test("is ended when its leader has ended before it", async () => {
    const { child, pid, recorded } = start("sleep 1000 & echo ready");
    await ready(child);
    await vi.waitFor(() => expect(groupMembers(pid)).not.toContain(pid));
    expect(groupMembers(pid)).toHaveLength(1);
    expect(await end(recorded)).toEqual(["ended"]);
    expect(groupMembers(pid)).toEqual([]);
  });

  test("is nothing when it ended by itself, or had not started anything", async () => {
    const { child, recorded } = start("true");
    await new Promise((resolve) => child.once("close", resolve));
    expect(await end(recorded)).toEqual(["gone"]);
    expect(await end(null)).toEqual([]);
  });
});

describe("another process under the same number", () => {
  const bootOf = ({ startedAt }: JobProcess) => startedAt.split("/")[0] ?? "";
  const ticksOf = ({ startedAt }: JobProcess) => startedAt.split("/")[1] ?? "";

  test.each<[string, (recorded: JobProcess) => string]>([
    ["began at another time", (recorded) => `${bootOf(recorded)}/${Number(ticksOf(recorded)) - 1}`],
    ["began at the same time after another boot", (recorded) => `other/${ticksOf(recorded)}`],
    ["began at a time that nobody knows", () => "unknown"],
  ])("is left alone when it %s", async (_when, startedAt) => {
    const { pid, recorded } = start("exec sleep 1000");
    expect(await end({ pid, startedAt: startedAt(recorded) })).toEqual(["gone"]);
    expect(isSameProcess(recorded)).toBe(true);
    expect(groupMembers(pid)).toEqual([pid]);
  });

  test("is left alone when it leads no group", async () => {
    const { child, pid, recorded } = start("exec sleep 1000", { detached: false });
    expect(await end(recorded)).toEqual(["gone"]);
    expect(readFileSync(`/proc/${pid}/stat`, "utf8")).not.toMatch(/\) Z /);
    child.kill("SIGKILL");
  });

  test("is left alone when its group was not started for the task", async () => {
    const { child, pid, recorded } = start("sleep 1000 & echo ready", { task: "another" });
    await ready(child);
    await vi.waitFor(() => expect(groupMembers(pid)).not.toContain(pid));
    expect(await end(recorded)).toEqual(["gone"]);
    expect(groupMembers(pid)).toHaveLength(1);
  });
});
