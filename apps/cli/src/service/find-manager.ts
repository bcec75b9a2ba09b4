import { homedir } from "node:os";
import type { Context } from "../context.ts";
import { launchd } from "./launchd.ts";
import type { ServiceManager } from "./service-manager.ts";
import { systemd } from "./systemd.ts";
import { taskScheduler } from "./task-scheduler.ts";

/** Finds what starts programs at login on this system. */
export function findManager({ env, home }: Pick<Context, "env" | "home">): ServiceManager {
  switch (process.platform) {
    case "darwin":
      return launchd(homedir(), process.getuid?.() ?? 0);
    case "win32":
      return taskScheduler(env, home);
    default:
      return systemd(env, homedir());
  }
}
