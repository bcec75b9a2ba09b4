import { join } from "node:path";
import { absolutePath } from "@hookline/core/client";
import { LAUNCHD_LABEL, launchdPlist } from "./launchd-plist.ts";
import {
  NO_SERVICE,
  type ServiceManager,
  type ServiceState,
  type ToolCall,
} from "./service-manager.ts";

const call = (...args: string[]): ToolCall => ({ words: ["/bin/launchctl", ...args] });

/**
 * The launchd of a user, on macOS; see launchctl(1). Not run.
 *
 * @param home the user's home folder
 * @param uid the user's number
 */
export function launchd(home: string, uid: number): ServiceManager {
  const domain = `gui/${uid}`;
  const target = `${domain}/${LAUNCHD_LABEL}`;
  const file = absolutePath(join(home, "Library", "LaunchAgents", `${LAUNCHD_LABEL}.plist`));
  const bootout: ToolCall = { ...call("bootout", target), mayFail: true };
  return {
    name: "launchd",
    file,
    encoding: "utf8",
    define: launchdPlist,
    probe: call("print", domain),
    load: [bootout, call("enable", target), call("bootstrap", domain, file)],
    start: [call("kickstart", target)],
    unload: [bootout],
    forget: [],
    endsByForce: false,
    ask: call("print", target),
    read: (answer) =>
      answer.kind === "ended" && answer.code === 0 ? readJob(answer.output, file) : NO_SERVICE,
    journal: `\`launchctl print ${target}\``,
    unreachable:
      "Log in on the screen of this machine and try again, or run `hookline start --detach` for now.",
  };
}

/** Reads what `launchctl print` says of a job; Apple promises nothing about it, so little is asked. */
export function readJob(output: string, file: string): ServiceState {
  const value = (name: string): string | undefined =>
    new RegExp(`^\\t${name} = (.*)$`, "m").exec(output)?.[1];
  const pid = Number(value("pid") ?? 0);
  const path = value("path") ?? file;
  const ended = Number.parseInt(value("last exit code") ?? "0", 10);
  return {
    enabled: true,
    running: value("state") === "running",
    pid: pid > 0 ? pid : null,
    failing: value("state") !== "running" && ended > 0,
    other: path === file ? null : path,
  };
}
