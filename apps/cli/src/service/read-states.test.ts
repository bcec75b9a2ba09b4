import { describe, expect, test } from "vitest";
import { aServiceProgram } from "../../test/service/a-service-program.ts";
import { readJob } from "./launchd.ts";
import { readUnitState } from "./systemd.ts";
import { readTask } from "./task-scheduler.ts";
import { windowsTask } from "./windows-task.ts";

const up = { enabled: true, running: true, pid: 4711, failing: false, other: null };
const down = { enabled: false, running: false, pid: null, failing: false, other: null };

describe("what systemd says of a unit", () => {
  const show = (...lines: string[]) => readUnitState(lines.join("\n"), "/u/hookline.service");

  test.each([
    ["nothing", [""], down],
    [
      "a unit that is not there",
      [
        "LoadState=not-found",
        "FragmentPath=",
        "UnitFileState=",
        "ActiveState=inactive",
        "SubState=dead",
        "MainPID=0",
      ],
      down,
    ],
    [
      "ours, up",
      [
        "FragmentPath=/u/hookline.service",
        "UnitFileState=enabled",
        "ActiveState=active",
        "SubState=running",
        "MainPID=4711",
      ],
      up,
    ],
    [
      "ours, between two tries",
      [
        "FragmentPath=/u/hookline.service",
        "UnitFileState=enabled",
        "ActiveState=activating",
        "SubState=auto-restart",
        "MainPID=0",
      ],
      { ...up, running: false, pid: null, failing: true },
    ],
    [
      "ours, disabled and failed",
      [
        "FragmentPath=/u/hookline.service",
        "UnitFileState=disabled",
        "ActiveState=failed",
        "SubState=failed",
        "MainPID=0",
      ],
      { ...down, failing: true },
    ],
    [
      "one of the system's",
      [
        "FragmentPath=/etc/systemd/user/hookline.service",
        "UnitFileState=enabled",
        "ActiveState=inactive",
        "MainPID=0",
      ],
      { ...down, enabled: true, other: "/etc/systemd/user/hookline.service" },
    ],
  ])("%s", (_what, lines, state) => {
    expect(show(...lines)).toEqual(state);
  });
});

describe("what launchd says of a job", () => {
  const print = (...lines: string[]) =>
    readJob(
      ["gui/501/dev.hookline.agent = {", ...lines.map((one) => `\t${one}`), "}"].join("\n"),
      "/p",
    );

  test.each([
    ["up", ["path = /p", "state = running", "pid = 4711", "last exit code = (never exited)"], up],
    [
      "down after a good end",
      ["path = /p", "state = not running", "last exit code = 0"],
      { ...up, running: false, pid: null },
    ],
    [
      "down after a failure",
      ["path = /p", "state = not running", "last exit code = 1"],
      { ...up, running: false, pid: null, failing: true },
    ],
    [
      "another's",
      ["path = /q", "state = not running"],
      { ...up, running: false, pid: null, other: "/q" },
    ],
  ])("%s", (_what, lines, state) => {
    expect(print(...lines)).toEqual(state);
  });
});

describe("what the Task Scheduler says of a task", () => {
  const task = windowsTask(aServiceProgram(), "A\\b");

  test("ours, as we wrote it and as it writes it", () => {
    const state = { ...up, running: null, pid: null };
    expect(readTask(task)).toEqual(state);
    expect(readTask(task.replaceAll("&quot;", '"'))).toEqual(state);
  });

  test("disabled", () => {
    const disabled = task.replace(/(<Settings>[^]*)<Enabled>true/, "$1<Enabled>false");
    expect(readTask(disabled).enabled).toBe(false);
  });

  test("somebody else's", () => {
    expect(readTask("<Task></Task>").other).toBe('the task "\\Hookline agent"');
  });
});
