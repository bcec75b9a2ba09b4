import { ConfigError } from "@hookline/core/client";
import { openInDesktop } from "@hookline/core/desktop";
import type { OpenerPort } from "../shell.ts";

/** Has the desktop open folders and files. */
export function desktopOpener(env: NodeJS.ProcessEnv): OpenerPort {
  const open = async (kind: "folder" | "file", name: string): Promise<void> => {
    if ((await openInDesktop({ kind, name }, env)) === "opened") return;
    throw new ConfigError(`Nothing here opens ${name}.`, {
      code: "no-opener",
      hint: "Install xdg-utils and a program for it, or open it by hand.",
    });
  };
  return {
    openFolder: (path) => open("folder", path),
    openFile: (path) => open("file", path),
  };
}
