import { join } from "node:path";
import { absolutePath, type Home } from "@hookline/core/client";
import {
  NO_SERVICE,
  type ServiceManager,
  type ServiceState,
  type ToolCall,
} from "./service-manager.ts";
import { readMark } from "./service-mark.ts";
import { WINDOWS_TASK, windowsTask } from "./windows-task.ts";

/**
 * The Task Scheduler of Windows; see `schtasks /?`. Not run.
 *
 * It keeps tasks in a place of its own, so the file is only what it is given.
 */
export function taskScheduler(env: NodeJS.ProcessEnv, home: Home): ServiceManager {
  const program = join(env["SystemRoot"] ?? "C:\\Windows", "System32", "schtasks.exe");
  const call = (...args: string[]): ToolCall => ({ words: [program, ...args] });
  const user = `${env["USERDOMAIN"] ?? "."}\\${env["USERNAME"] ?? ""}`;
  const file = absolutePath(join(home.root, "service.xml"));
  return {
    name: "the Task Scheduler",
    file,
    encoding: "utf16le",
    define: (started) => windowsTask(started, user),
    probe: call("/Query", "/FO", "CSV", "/NH"),
    load: [call("/Create", "/TN", WINDOWS_TASK, "/XML", file, "/F")],
    start: [call("/Run", "/TN", WINDOWS_TASK)],
    unload: [
      { ...call("/End", "/TN", WINDOWS_TASK), mayFail: true },
      { ...call("/Delete", "/TN", WINDOWS_TASK, "/F"), mayFail: true },
    ],
    forget: [],
    endsByForce: true,
    ask: call("/Query", "/TN", WINDOWS_TASK, "/XML"),
    read: (answer) =>
      answer.kind === "ended" && answer.code === 0 ? readTask(answer.output) : NO_SERVICE,
    journal: "the task's history in the Task Scheduler",
    unreachable: "Log on as yourself and try again, or run `hookline start --detach` for now.",
  };
}

/** Reads a task as the scheduler writes it; whether it runs is told in the user's language only. */
export function readTask(xml: string): ServiceState {
  return {
    enabled: !/<Settings>[^]*<Enabled>false<\/Enabled>[^]*<\/Settings>/.test(xml),
    running: null,
    pid: null,
    failing: false,
    other: readMark(xml) === undefined ? `the task "${WINDOWS_TASK}"` : null,
  };
}
