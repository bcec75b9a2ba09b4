import { join } from "node:path";
import { absolutePath } from "@hookline/core/client";
import {
  NO_SERVICE,
  type ServiceManager,
  type ServiceState,
  type ToolCall,
} from "./service-manager.ts";
import { systemdUnit } from "./systemd-unit.ts";

const UNIT = "hookline.service";

const call = (...args: string[]): ToolCall => ({
  words: ["systemctl", "--user", "--no-pager", "--no-ask-password", ...args],
});

/**
 * The systemd of a user, on Linux.
 *
 * @param home the user's home folder
 */
export function systemd(env: NodeJS.ProcessEnv, home: string): ServiceManager {
  const config = env["XDG_CONFIG_HOME"];
  const folder = config?.startsWith("/") === true ? config : join(home, ".config");
  const file = absolutePath(join(folder, "systemd", "user", UNIT));
  return {
    name: "systemd",
    file,
    encoding: "utf8",
    define: systemdUnit,
    probe: call("show", "--property=Version"),
    load: [call("daemon-reload"), call("enable", "--quiet", UNIT)],
    start: [{ ...call("reset-failed", UNIT), mayFail: true }, call("start", UNIT)],
    unload: [call("disable", "--quiet", UNIT), call("stop", UNIT)],
    forget: [call("daemon-reload"), { ...call("reset-failed", UNIT), mayFail: true }],
    endsByForce: false,
    ask: call(
      "show",
      UNIT,
      "--property=LoadState,FragmentPath,UnitFileState,ActiveState,SubState,MainPID,Result",
    ),
    read: (answer) => (answer.kind === "ended" ? readUnitState(answer.output, file) : NO_SERVICE),
    journal: "`systemctl --user status hookline`",
    unreachable:
      "`hookline start --detach` starts the agent for now. Where systemd runs, log in as yourself (not by `su` or `sudo`), or run `loginctl enable-linger` once and try again; elsewhere a line for `crontab -e` does it: `@reboot hookline start --detach`.",
  };
}

/** Reads what `systemctl show` prints of a unit: a property a line. */
export function readUnitState(output: string, file: string): ServiceState {
  const properties = new Map(
    output.split("\n").map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  const fragment = properties.get("FragmentPath") ?? "";
  const active = properties.get("ActiveState");
  const pid = Number(properties.get("MainPID") ?? 0);
  return {
    enabled: properties.get("UnitFileState") === "enabled",
    running: active === "active",
    pid: pid > 0 ? pid : null,
    failing: active === "failed" || properties.get("SubState") === "auto-restart",
    other: fragment === "" || fragment === file ? null : fragment,
  };
}
