import { existsSync } from "node:fs";
import { join } from "node:path";
import { type DesktopSession, desktopSession } from "./desktop-session.ts";

/** Tells whether there is a desktop here, see {@link desktopSession}. */
export function findDesktop(env: NodeJS.ProcessEnv): DesktopSession {
  const runtime = env["XDG_RUNTIME_DIR"];
  const busSocket = runtime !== undefined && runtime !== "" && existsSync(join(runtime, "bus"));
  return desktopSession({ platform: process.platform, env, busSocket });
}
