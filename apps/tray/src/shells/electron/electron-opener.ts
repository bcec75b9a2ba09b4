import { ConfigError } from "@hookline/core/client";
import type { OpenerPort } from "../shell.ts";
import type { ElectronParts } from "./electron-parts.ts";

/** Has the desktop open folders and files. */
export function electronOpener({ shell }: Pick<ElectronParts, "shell">): OpenerPort {
  const open = async (path: string): Promise<void> => {
    const problem = await shell.openPath(path);
    if (problem === "") return;
    throw new ConfigError(`${path} cannot be opened: ${problem}.`, {
      code: "no-opener",
      hint: "Open it by hand.",
    });
  };
  return { openFolder: open, openFile: open };
}
